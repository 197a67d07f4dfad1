"""Certificates of keys for tests: an authority, what it vouches for, and what it has taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey
_YEAR = timedelta(days=365)


def make_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certify(
    key: PrivateKey | PublicKey,
    name: str,
    *,
    now: datetime,
    by: tuple[PrivateKey, x509.Certificate] | None = None,
    lasts: timedelta = 2 * _YEAR,
    is_authority: bool = False,
    extended_usage: x509.ExtendedKeyUsage | None = None,
) -> x509.Certificate:
    """From a day before ``now``. By itself where nobody else vouches for it, for which it must be a private key."""
    public_key = key.public_key() if isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) else key
    subject = _name(name)
    builder = x509.CertificateBuilder(
        issuer_name=by[1].subject if by else subject,
        subject_name=subject,
        public_key=public_key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=1),
        not_valid_after=now + lasts,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    builder = builder.add_extension(_usage(is_authority=is_authority), critical=True)
    if extended_usage:
        builder = builder.add_extension(extended_usage, critical=True)
    signing_key = by[0] if by else key
    assert isinstance(signing_key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return builder.sign(signing_key, hashes.SHA256())


def revoke(
    certificates: Sequence[x509.Certificate], *, by: tuple[PrivateKey, x509.Certificate], now: datetime
) -> bytes:
    """The authority's list of what it has taken back, in DER; an empty one says that all is well."""
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=by[1].subject, last_update=now, next_update=now + _YEAR
    ).add_extension(x509.CRLNumber(1), critical=False)
    for certificate in certificates:
        taken_back = x509.RevokedCertificateBuilder(serial_number=certificate.serial_number, revocation_date=now)
        builder = builder.add_revoked_certificate(taken_back.build())
    return builder.sign(by[0], hashes.SHA256()).public_bytes(Encoding.DER)


def write_certificate(path: Path, *chain: x509.Certificate) -> None:
    path.write_bytes(b"".join(link.public_bytes(Encoding.PEM) for link in chain))


def write_key(path: Path, key: PrivateKey) -> None:
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
