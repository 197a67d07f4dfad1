"""pyHanko, put to its one use here."""

from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certification.certificates.signing.chains import CertificateChain
from certification.certificates.signing.timestamps import configured_timestamper

_FIELD = "Signature"
# Room, in hexadecimal digits, for a signature and a chain of three certificates, and for a timestamp with as many:
# measuring it means signing twice.
_RESERVED = 16_384
_RESERVED_WITH_TIMESTAMP = 40_960


class _PdfSignerAt(PdfSigner):
    """Writes the given moment into the signature instead of reading the clock."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._now
        return session


def sign_pdf(pdf: bytes, *, signer: Signer, now: datetime) -> bytes:
    """Adds the signature as an incremental update: the signed file starts with the very bytes of ``pdf``."""
    metadata = PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    timestamper = configured_timestamper()
    signed = BytesIO()
    _PdfSignerAt(metadata, signer=signer, timestamper=timestamper, now=now).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        bytes_reserved=_RESERVED_WITH_TIMESTAMP if timestamper else _RESERVED,
        output=signed,
    )
    return signed.getvalue()


def key_in_memory(key: bytes, chain: CertificateChain) -> SimpleSigner:
    own, *others = in_asn1(chain)
    return SimpleSigner(
        signing_cert=own,
        signing_key=keys.PrivateKeyInfo.load(pem.unarmor(key)[2]),
        cert_registry=SimpleCertificateStore.from_certs(others),  # type: ignore[no-untyped-call]  # pyHanko's
    )


def in_asn1(chain: CertificateChain) -> list[asn1_x509.Certificate]:
    return [asn1_x509.Certificate.load(link.public_bytes(Encoding.DER)) for link in chain.links]
