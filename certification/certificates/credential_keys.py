"""Keys that sign credentials, in files: the private halves of the keys that the register publishes."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils.translation import gettext_lazy as _

from certification.certificates.keys import write_private_key
from certification.certificates.models import CredentialKey
from certification.certificates.open_badges.keys import public_key_multibase
from certification.certificates.open_badges.proof import PublishedKey
from lms.errors import DomainError

_PATTERN = "credential-*.pem"
# In the name of a test key's file: with the first registration it becomes part of the register.
_TEST = "credential-test-"


class CredentialKeyMissing(DomainError):
    status = 503
    message = _(
        "The key that signs credentials is not in place, so they wait. Ask the administrator to put it into the folder of signing keys, "
        "or to make one with: manage.py rotate_credential_key"
    )


@dataclass(frozen=True)
class KeyFile:
    path: Path
    key: Ed25519PrivateKey
    is_test: bool

    @property
    def multibase(self) -> str:
        return public_key_multibase(self.key)


def read_key_files(folder: Path) -> list[KeyFile]:
    """Those that hold an Ed25519 key; what else lies in the folder is not ours to judge."""
    found = ((path, _read_key(path)) for path in sorted(folder.glob(_PATTERN)))
    return [KeyFile(path, key, path.name.startswith(_TEST)) for path, key in found if key is not None]


def _read_key(path: Path) -> Ed25519PrivateKey | None:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        return None
    return key if isinstance(key, Ed25519PrivateKey) else None


def find_key_file(folder: Path, multibase: str) -> KeyFile:
    """The private half of a registered key."""
    for file in read_key_files(folder):
        if file.multibase == multibase:
            return file
    raise CredentialKeyMissing


def make_key_file(folder: Path, *, is_test: bool) -> KeyFile:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    prefix = _TEST if is_test else "credential-"
    path = folder / f"{prefix}{public_key_multibase(key)}.pem"
    write_private_key(path, key)
    return KeyFile(path, key, is_test)


def make_test_credential_key(folder: Path) -> bool:
    """For a fresh installation; False, and nothing made, if there is a key already."""
    if read_key_files(folder):
        return False
    make_key_file(folder, is_test=True)
    return True


def published(keys: Iterable[CredentialKey]) -> list[PublishedKey]:
    return [PublishedKey(key.public_key_multibase, key.created_at, key.retired_at, key.leaked_at) for key in keys]
