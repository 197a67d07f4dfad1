"""The key that signs the heads of the log: two files, the private key and its public half with the log's name.

The name is the log's identity for ever, so it stands in a file and does not follow the site's address.
"""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certification.certificates.keys import write_private_key
from certification.certificates.transparency.notes import VerifierKey, make_verifier_key, read_verifier_key, sign_note
from lms.errors import DomainError

KEY_FILE = "log.key.pem"
PUBLIC_FILE = "log.key.pub"
# The last part of a test log's name, which is in every head it signs and in every proof.
TEST_MARK = "test"


class LogKeyMissing(DomainError):
    status = 503
    message = _(
        "The log’s signing key is not in place, so there is nothing to prove with. Ask the administrator to install it; then try again."
    )


@dataclass(frozen=True)
class LogSigner:
    verifier: VerifierKey
    _key: Ed25519PrivateKey

    @property
    def origin(self) -> str:
        return self.verifier.name

    def sign(self, text: str) -> str:
        return sign_note(text, name=self.origin, key=self._key)


def load_log_signer() -> LogSigner:
    """From ``SIGNING_KEY_DIR``, read each time, so that a key that was replaced counts at once."""
    folder = Path(settings.SIGNING_KEY_DIR)
    try:
        key = load_pem_private_key((folder / KEY_FILE).read_bytes(), password=None)
        verifier = read_verifier_key((folder / PUBLIC_FILE).read_text().strip())
    except (OSError, ValueError) as error:
        raise LogKeyMissing from error
    if not isinstance(key, Ed25519PrivateKey) or make_verifier_key(verifier.name, key) != verifier:
        raise LogKeyMissing
    return LogSigner(verifier, key)


def is_test_log(name: str) -> bool:
    return name.rsplit("/", 1)[-1] == TEST_MARK


def make_log_key(folder: Path, *, name: str) -> VerifierKey | None:
    """Makes an Ed25519 key for a log of this name; None, and nothing changed, if there is one already."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file = folder / KEY_FILE
    if key_file.exists():
        return None
    key = Ed25519PrivateKey.generate()
    verifier = make_verifier_key(name, key)
    (folder / PUBLIC_FILE).write_text(f"{verifier}\n")
    write_private_key(key_file, key)
    return verifier
