"""The association's digital signature on a document, which is what proves a certificate (docs/decisions/0013).

PAdES B-B, or B-T where a timestamp authority is configured; certifying, no changes allowed.
"""

from certification.certificates.signing.chains import SigningCertificateOutOfDate, SigningKeyUnfit
from certification.certificates.signing.files import FileSigner
from certification.certificates.signing.loading import SigningKeyMissing, load_signer, ready_signer
from certification.certificates.signing.signer import Signer
from certification.certificates.signing.timestamps import TimestampMissing
from certification.certificates.signing.tokens import TokenSigner, TokenUnreachable

__all__ = [
    "FileSigner",
    "Signer",
    "SigningCertificateOutOfDate",
    "SigningKeyMissing",
    "SigningKeyUnfit",
    "TimestampMissing",
    "TokenSigner",
    "TokenUnreachable",
    "load_signer",
    "ready_signer",
]
