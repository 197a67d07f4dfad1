"""The certificates of a signing key: its own, then each that signed the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.x509.oid import NameOID
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.keys import TEST_UNIT
from lms.errors import DomainError


class SigningKeyUnfit(DomainError):
    status = 503
    message = gettext_lazy(
        "The signing key and its certificates do not belong together, so nothing can be issued. Ask the administrator to install "
        "the certificate of this very key first, then the ones that vouch for it, in their order."
    )


class SigningCertificateOutOfDate(DomainError):
    status = 503

    def __init__(self, first: datetime, last: datetime) -> None:
        super().__init__(
            _(
                "The signing certificate is valid from %(first)s to %(last)s only, so nothing can be issued now. "
                "Ask the administrator to install its successor; then issue again."
            )
            % {"first": date_format(first), "last": date_format(last)}
        )


@dataclass(frozen=True)
class CertificateChain:
    links: Sequence[x509.Certificate]

    @property
    def own(self) -> x509.Certificate:
        return self.links[0]

    @property
    def is_test(self) -> bool:
        units = self.own.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
        return any(unit.value == TEST_UNIT for unit in units)

    @property
    def valid_until(self) -> datetime:
        return min(link.not_valid_after_utc for link in self.links)

    def check(self, *, now: datetime, key: PublicKeyTypes | None = None) -> None:
        """``key``: the public half of the key, where the one who holds it tells."""
        if key is not None and key != self.own.public_key():
            raise SigningKeyUnfit
        for link, issuer in pairwise(self.links):
            try:
                link.verify_directly_issued_by(issuer)
            except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError) as error:
                raise SigningKeyUnfit from error
        first = max(link.not_valid_before_utc for link in self.links)
        if not first <= now <= self.valid_until:
            raise SigningCertificateOutOfDate(first, self.valid_until)


def read_chain(pem: bytes) -> CertificateChain:
    """Raises ``ValueError`` where there is no certificate in it."""
    return CertificateChain(x509.load_pem_x509_certificates(pem))
