"""The tests: fast password hashing, letters kept in memory, everything else as in development."""

import tempfile
from pathlib import Path

from lms.settings import environment
from lms.settings.base import *  # noqa: F403 - a settings module is its base plus differences
from lms.settings.base import STORAGES

_FILES = Path(tempfile.mkdtemp(prefix="talent-tests-"))

DEBUG = False
SECRET_KEY = "tests only"  # noqa: S105 - signs nothing outside a test run
FIELD_ENCRYPTION_KEYS = ["tests only"]
SIGNING_KEY_DIR = _FILES / "keys"
WEBHOOKS_TO_PRIVATE_ADDRESSES = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
# A file, not memory: threads of a race test must see one database.
DATABASES = {"default": environment.database("DATABASE_URL", sqlite_path=_FILES / "db.sqlite3")}
DATABASES["default"]["TEST"] = (
    {"NAME": _FILES / "test.sqlite3"} if "sqlite" in str(DATABASES["default"]["ENGINE"]) else {}
)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = _FILES / "media"
PRIVATE_ROOT = _FILES / "private"
# Outlives the run, for cutting the fonts takes seconds.
FACES_ROOT = Path(tempfile.gettempdir()) / "talent-faces"
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "tests.static_files.NamedStaticFiles"},
}
# Tasks wait as rows, as they do when a broker is away; tests that want a worker start a real one.
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
LANGUAGE_CODE = "en"
STAFF_MFA_REQUIRED = False
