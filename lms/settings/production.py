"""Everything that must be given is asked for here; ``manage.py check --deploy`` refuses what is unsafe."""

from pathlib import Path

from lms.settings import environment
from lms.settings.base import *  # noqa: F403 - a settings module is its base plus differences
from lms.settings.base import SITE_URL

DEBUG = False
SECRET_KEY = environment.text("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = environment.words("FIELD_ENCRYPTION_KEYS")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
SIGNING_KEY_DIR = Path(environment.text("SIGNING_KEY_DIR"))
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = environment.boolean("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = environment.integer("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
