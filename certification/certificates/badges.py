"""The picture of a certificate's level or kind, with the credential baked into it. No name is drawn: it may be shown anywhere."""

from functools import cache
from pathlib import Path

from certification.certificates.credentials import picture_name
from certification.certificates.models import CertificateCredential
from certification.certificates.open_badges.baking import bake_png, bake_svg

_PICTURES = Path(__file__).parent / "static" / "certificates" / "badges"
NAMES = frozenset(path.stem for path in _PICTURES.glob("*.svg"))


def bake_badge_png(credential: CertificateCredential) -> bytes:
    return bake_png(read_badge(_name(credential), "png"), credential.content)


def bake_badge_svg(credential: CertificateCredential) -> bytes:
    return bake_svg(read_badge(_name(credential), "svg").decode(), credential.content).encode()


def _name(credential: CertificateCredential) -> str:
    certificate = credential.certificate
    # ``key`` is set once the credential is signed.
    is_test = certificate.is_test or (credential.key is not None and credential.key.is_test)
    return picture_name(certificate, is_test=is_test)


@cache
def read_badge(name: str, ending: str) -> bytes:
    """``name`` is one of ``picture_name``."""
    return (_PICTURES / f"{name}.{ending}").read_bytes()
