"""The association's digital signature on a document: PAdES B-B, certifying, no changes allowed. It is what proves a certificate."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certification.certificates.keys import CERTIFICATE_FILE, KEY_FILE, TEST_UNIT
from lms.errors import DomainError

# Room for the signature and a chain of three certificates; measuring it means signing twice.
_BYTES_RESERVED = 16_384


class SigningKeyMissing(DomainError):
    status = 503
    message = _(
        "The association’s signing key is not in place, so nothing can be issued. Ask the administrator to install it; then issue again."
    )


class Signer(Protocol):
    """Another kind of key (a token, a service of a licensed authority) is another class with these two."""

    @property
    def is_test(self) -> bool:
        """Whether the key proves nothing, which every document signed with it says."""

    def sign(self, pdf: bytes, *, now: datetime) -> bytes: ...


class FileSigner:
    """A key and its chain in two PEM files; the chain starts with the signer's own certificate."""

    def __init__(self, *, key: bytes, chain: bytes) -> None:
        self._key = key
        self._chain: Sequence[x509.Certificate] = x509.load_pem_x509_certificates(chain)

    @property
    def is_test(self) -> bool:
        units = self._chain[0].subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
        return any(unit.value == TEST_UNIT for unit in units)

    def sign(self, pdf: bytes, *, now: datetime) -> bytes:
        # Loaded by who signs, which is the worker: most of a second that the site's processes never need.
        from certification.certificates.pades import sign_pdf  # noqa: PLC0415

        return sign_pdf(pdf, key=self._key, chain=self._chain, bytes_reserved=_BYTES_RESERVED, now=now)


def load_signer() -> Signer:
    """From ``SIGNING_KEY_DIR``, read each time, so that a key that was replaced counts at once."""
    folder = Path(settings.SIGNING_KEY_DIR)
    try:
        return FileSigner(key=(folder / KEY_FILE).read_bytes(), chain=(folder / CERTIFICATE_FILE).read_bytes())
    except (OSError, ValueError) as error:
        raise SigningKeyMissing from error
