"""One machine, no set-up: what ``make run`` starts. Keys are made on the first run and kept in the data folder."""

import secrets

from lms.settings import environment
from lms.settings.base import *  # noqa: F403 - a settings module is its base plus differences
from lms.settings.base import DATA_DIR, HOST

DEBUG = environment.boolean("DEBUG", default=False)
WEBHOOKS_TO_PRIVATE_ADDRESSES = True
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default=[HOST, "localhost", "127.0.0.1", "[::1]"])


def _kept_secret(name: str) -> str:
    path = DATA_DIR / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = environment.text("SECRET_KEY", "") or _kept_secret("secret_key")
# Encrypts ID numbers at rest; several keys, the first one writes, all read.
FIELD_ENCRYPTION_KEYS = environment.words("FIELD_ENCRYPTION_KEYS", default=[]) or [_kept_secret("field_encryption_key")]
SIGNING_KEY_DIR = environment.folder("SIGNING_KEY_DIR", default=DATA_DIR / "keys" / "signing")
