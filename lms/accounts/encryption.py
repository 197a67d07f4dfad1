"""ID numbers at rest: encrypted with the first of ``FIELD_ENCRYPTION_KEYS``, readable with any of them.

Each key is stretched twice by HKDF: once for the cipher, once for the keyed digest by which one person registers once.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_CIPHER = b"talent platform: field encryption, version 1"
_DIGEST = b"talent platform: field digest, version 1"


def encrypt_text(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def decrypt_text(token: str) -> str:
    """Raises ``cryptography.fernet.InvalidToken`` where none of the keys made ``token``."""
    return _cipher().decrypt(token.encode()).decode()


def is_of_first_key(token: str) -> bool:
    try:
        _fernets()[0].decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def digest_text(text: str) -> str:
    """The digest that is stored: of the first key."""
    return digests_of(text)[0]


def digests_of(text: str) -> list[str]:
    """One digest per key, so that a row written before a change of keys is still found."""
    return [
        hmac.new(_derive(key, _DIGEST), text.encode(), hashlib.sha256).hexdigest()
        for key in settings.FIELD_ENCRYPTION_KEYS
    ]


def _cipher() -> MultiFernet:
    return MultiFernet(_fernets())


def _fernets() -> list[Fernet]:
    keys = [base64.urlsafe_b64encode(_derive(key, _CIPHER)) for key in settings.FIELD_ENCRYPTION_KEYS]
    return [Fernet(key) for key in keys]


def _derive(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
