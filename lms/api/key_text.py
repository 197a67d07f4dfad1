"""Keys as text: ``tjip_<12 characters that name it>_<43 that prove it>``. Pure."""

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass

_NAME = string.ascii_lowercase + string.digits
_KEY = re.compile(r"(tjip_[a-z0-9]{12})_([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True)
class KeyText:
    """``prefix`` may be shown and is the client's name in OAuth; ``secret`` is shown once and is the client's secret."""

    prefix: str
    secret: str

    @property
    def whole(self) -> str:
        return f"{self.prefix}_{self.secret}"

    @property
    def secret_sha256(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def has_secret(self, secret_sha256: str) -> bool:
        """Takes the same time whatever is different."""
        return hmac.compare_digest(self.secret_sha256, secret_sha256)


def make_key_text() -> KeyText:
    return KeyText(f"tjip_{''.join(secrets.choice(_NAME) for _ in range(12))}", secrets.token_urlsafe(32))


def read_key_text(text: str) -> KeyText | None:
    match = _KEY.fullmatch(text)
    return KeyText(*match.groups()) if match else None
