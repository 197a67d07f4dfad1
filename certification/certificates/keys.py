"""Signing keys in files, and the test key that a fresh installation makes for itself."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

KEY_FILE = "signing.key.pem"
CERTIFICATE_FILE = "signing.crt.pem"
# Stands in the subject of a test key's certificate: the mark cannot be lost or forged apart from the key.
TEST_UNIT = "TEST"
_TEST_NAME = "测试签名密钥 Test signing key"
_LIFE = timedelta(days=3653)
# The demonstration issues certificates of earlier years.
_BEFORE = _LIFE


def make_test_keys(folder: Path, *, organization: str, now: datetime) -> bool:
    """Makes a P-256 key and a certificate that it signs itself; False, and nothing changed, if there is a key already."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file = folder / KEY_FILE
    if key_file.exists():
        return False
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / CERTIFICATE_FILE).write_bytes(_certify(key, organization, now).public_bytes(Encoding.PEM))
    write_private_key(key_file, key)
    return True


def write_private_key(path: Path, key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> None:
    """As PKCS #8 in PEM, for the site's own account alone from its first byte on."""
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _certify(key: ec.EllipticCurvePrivateKey, organization: str, now: datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_UNIT),
            x509.NameAttribute(NameOID.COMMON_NAME, _TEST_NAME),
        ]
    )
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - _BEFORE,
        not_valid_after=now + _LIFE,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_USAGE, critical=True)
    return builder.sign(key, hashes.SHA256())


_USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
