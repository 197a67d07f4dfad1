"""pyHanko, put to its one use here."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

_FIELD = "Signature"


class _PdfSignerAt(PdfSigner):
    """Writes the given moment into the signature instead of reading the clock."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._now
        return session


def sign_pdf(pdf: bytes, *, key: bytes, chain: Sequence[x509.Certificate], bytes_reserved: int, now: datetime) -> bytes:
    """Adds the signature as an incremental update: the signed file starts with the very bytes of ``pdf``."""
    certificates = [asn1_x509.Certificate.load(link.public_bytes(Encoding.DER)) for link in chain]
    signer = SimpleSigner(
        signing_cert=certificates[0],
        signing_key=keys.PrivateKeyInfo.load(pem.unarmor(key)[2]),
        cert_registry=SimpleCertificateStore.from_certs(certificates[1:]),  # type: ignore[no-untyped-call]  # pyHanko's
    )
    metadata = PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signed = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    _PdfSignerAt(metadata, signer=signer, now=now).sign_pdf(writer, bytes_reserved=bytes_reserved, output=signed)
    return signed.getvalue()
