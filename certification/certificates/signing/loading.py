"""The signer that this site is set up with."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certification.certificates.keys import CERTIFICATE_FILE, KEY_FILE
from certification.certificates.signing.chains import read_chain
from certification.certificates.signing.files import FileSigner
from certification.certificates.signing.signer import Signer
from certification.certificates.signing.token_uris import read_token_uri
from certification.certificates.signing.tokens import TokenSigner
from lms.errors import DomainError


class SigningKeyMissing(DomainError):
    status = 503
    message = _(
        "The association’s signing key is not in place, so nothing can be issued. Ask the administrator to install it; then issue again."
    )


def load_signer() -> Signer:
    """From ``SIGNING_KEY_URI`` and ``SIGNING_KEY_DIR``, read each time, so that a key that was replaced counts at once."""
    folder = Path(settings.SIGNING_KEY_DIR)
    try:
        chain = (folder / CERTIFICATE_FILE).read_bytes()
        if settings.SIGNING_KEY_URI:
            return TokenSigner(key=read_token_uri(settings.SIGNING_KEY_URI), chain=read_chain(chain))
        return FileSigner(key=(folder / KEY_FILE).read_bytes(), chain=chain)
    except (OSError, TypeError, ValueError) as error:
        raise SigningKeyMissing from error


def ready_signer(*, now: datetime) -> Signer:
    """The same, once it is known that it can sign at ``now``: to be asked before something is promised that must be signed."""
    signer = load_signer()
    signer.check(now=now)
    return signer
