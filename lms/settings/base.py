"""What every environment shares. Each value an operator may set is read through ``environment``; ``.env.example`` lists them all."""

from pathlib import Path

from csp.constants import NONE, SELF

from lms.settings import environment
from lms.settings.timetable import TIMETABLE

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = environment.folder("DATA_DIR", default=BASE_DIR / ".data")

# --- Addresses ---------------------------------------------------------------------------------------------------
HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.integer("PORT", default=8000)
SITE_URL = environment.text("SITE_URL", f"http://{HOST}:{PORT}").rstrip("/")
ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_SITE_NAME = "津沽知识产权服务行业协会"
# Peers whose X-Forwarded-For header is believed; anyone else's is ignored.
TRUSTED_PROXY_COUNT = environment.integer("TRUSTED_PROXY_COUNT", default=0)

# --- Apps ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "lms.demo",
    "cms",
    "certification.credit",
    "certification.employers",
    "certification.verification",
    "certification.certificates",
    "certification.marking",
    "certification.sittings",
    "certification.papers",
    "certification.items",
    "courses.hours",
    "courses.learning",
    "courses.enrollment",
    "courses.catalogue",
    "lms.notifications",
    "lms.api",
    "lms.accounts",
    "lms.competency",
    "lms.audit",
    "lms.search",
    "lms.pdf",
    "lms.uploads",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.middleware.Utf8Middleware",
    "lms.middleware.PrivatePagesMiddleware",
    "certification.verification.middleware.ShortAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.middleware.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lms.accounts.middleware.StaffMfaMiddleware",
    "lms.middleware.DomainErrorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database("DATABASE_URL", sqlite_path=DATA_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = environment.text("CACHE_URL", "")
CACHES = {
    "default": {"BACKEND": "lms.cache.TolerantRedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    # Shared by the site's processes, so that a rate limit counts once; local memory would count per process.
    else {
        "BACKEND": "lms.cache.CountingFiles",
        "LOCATION": DATA_DIR / "cache",
        # Beyond it a third is forgotten, counts of visitors among them.
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

# --- Files: `default` is public (pictures on pages), `private` is reached through views that ask who you are ---------------
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = DATA_DIR / "private"
# Fonts cut for documents; made anew where they are missing.
FACES_ROOT = DATA_DIR / "faces"
STATIC_ROOT = environment.folder("STATIC_ROOT", default=DATA_DIR / "static")
STATIC_URL = "/static/"
S3_BUCKET = environment.text("S3_BUCKET", "")
_S3 = "storages.backends.s3.S3Storage"
_S3_OPTIONS = {
    "bucket_name": S3_BUCKET,
    "endpoint_url": environment.text("S3_ENDPOINT_URL", "") or None,
    "access_key": environment.text("S3_ACCESS_KEY", "") or None,
    "secret_key": environment.text("S3_SECRET_KEY", "") or None,
    "file_overwrite": False,
}
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": _S3, "OPTIONS": _S3_OPTIONS | {"location": "media", "querystring_auth": False}}
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": _S3, "OPTIONS": _S3_OPTIONS | {"location": "private"}}
    if S3_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What is taken in, in bytes: the fields of a form, a picture, a document (a recorded lecture is the largest), and a request at all.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_MAX_UPLOAD_SIZE = 500 * 1024 * 1024
REQUEST_LIMIT = WAGTAILDOCS_MAX_UPLOAD_SIZE + DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = [
    "lms.uploads.handlers.RequestSizeHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.PlainPictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "zip", "mp4", "webm", "vtt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.GenuineDocumentForm"

# --- Signatures on documents: the key is a file of SIGNING_KEY_DIR unless a PKCS #11 URI names one in a device --------------------
SIGNING_KEY_URI = environment.text("SIGNING_KEY_URI", "")
TIMESTAMP_URL = environment.text("TIMESTAMP_URL", "")

# --- Tasks -----------------------------------------------------------------------------------------------------------
_BROKER_FOLDER = DATA_DIR / "broker"
CELERY_BROKER_URL = environment.text("BROKER_URL", "filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    for _name in ("queue", "control"):
        (_BROKER_FOLDER / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "data_folder_in": str(_BROKER_FOLDER / "queue"),
        "data_folder_out": str(_BROKER_FOLDER / "queue"),
        "control_folder": str(_BROKER_FOLDER / "control"),
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request must not wait for a broker that is gone: the row is swept later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
# Certificates of a batch have a queue, and workers, of their own: a thousand of them do not stand before one letter, nor it before them.
CELERY_TASK_ROUTES = {
    f"certification.certificates.tasks.{task}": {"queue": "documents"}
    for task in ("issue_batch", "issue_waiting_batches", "render_batch")
}
CELERY_BEAT_SCHEDULE = TIMETABLE

# --- Search ----------------------------------------------------------------------------------------------------------
ELASTICSEARCH_URL = environment.text("ELASTICSEARCH_URL", "")
ELASTICSEARCH_PREFIX = environment.text("ELASTICSEARCH_PREFIX", "talent")
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.elasticsearch8",
        "URLS": [ELASTICSEARCH_URL],
        "INDEX_PREFIX": f"{ELASTICSEARCH_PREFIX}_wagtail_",
        "TIMEOUT": 5,
    }
    if ELASTICSEARCH_URL
    else {"BACKEND": "wagtail.search.backends.database.fallback"}
}

# --- Mail ------------------------------------------------------------------------------------------------------------
globals().update(environment.mail("EMAIL_URL", folder=DATA_DIR / "mail"))
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "no-reply@association.example")

# --- People: sign-in --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"
ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
# Per account, not per address: an exam room shares one address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "10/m/ip,5/5m/key", "signup": "60/h/ip"}
# Addresses and networks of exam rooms: there only an account's own failed sign-ins count.
EXAM_ROOM_ADDRESSES = environment.words("EXAM_ROOM_ADDRESSES", default=[])
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{WAGTAIL_SITE_NAME}] "
# A change of password, address or second factor is told to the person by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
STAFF_MFA_REQUIRED = environment.boolean("STAFF_MFA_REQUIRED", default=True)
MFA_TOTP_ISSUER = WAGTAIL_SITE_NAME
USERSESSIONS_TRACK_ACTIVITY = True
OPENID_CONNECT_SERVER_URL = environment.text("OPENID_CONNECT_SERVER_URL", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": environment.text("OPENID_CONNECT_NAME", "SSO"),
                "client_id": environment.text("OPENID_CONNECT_CLIENT_ID"),
                "secret": environment.text("OPENID_CONNECT_SECRET"),
                "settings": {"server_url": OPENID_CONNECT_SERVER_URL, "oauth_pkce_enabled": True},
            }
        ]
        if OPENID_CONNECT_SERVER_URL
        else []
    }
}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_ADAPTER = "lms.accounts.single_sign_on.SocialAccountAdapter"
# Whether an address the provider calls verified opens the account that has it; a colleague's it never does.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = environment.boolean("OPENID_CONNECT_TRUST_EMAIL", default=False)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# Another way into an account is added only by who has just shown to be its owner.
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
# A colleague's account is made without a password; they set their own through "Forgot your password?".
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# --- Security ----------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    # Wagtail's admin sets styles and scripts inline; its own policy is in cms.middleware.
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# --- API: how many certificates one key may ask for ------------------------------------------------------------------------
API_QUOTA_PER_MINUTE = environment.integer("API_QUOTA_PER_MINUTE", default=1_000)
API_QUOTA_PER_DAY = environment.integer("API_QUOTA_PER_DAY", default=20_000)
# A token of OAuth 2.0 is random and kept as a hash; it lasts an hour.
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600

# --- Employers -----------------------------------------------------------------------------------------------------------
# What an employer typed and matched nobody is deleted after so many days.
EMPLOYER_NAMES_DAYS = environment.integer("EMPLOYER_NAMES_DAYS", default=30)
# For so many days after it has verified a certificate, an organization's webhooks hear of its changes.
WEBHOOK_HEARS_DAYS = environment.integer("WEBHOOK_HEARS_DAYS", default=365)
# Development and the tests reach servers on the same machine, without TLS; nobody else does.
WEBHOOKS_TO_PRIVATE_ADDRESSES = False

# --- Language and time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
# Each in its own words, for the person who looks for it.
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Logs: no personal data, so no form values and no query strings -----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "elastic_transport": {"level": "ERROR"},
        # Wagtail keeps its own log of edits; its small tasks take two lines each; a filesystem broker has no host to name.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
    },
}
