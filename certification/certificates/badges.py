"""The picture of a certificate's level, with the credential baked into it. No name is drawn: it may be shown anywhere."""

from functools import cache
from pathlib import Path

from certification.certificates.models import CertificateCredential
from certification.certificates.open_badges.baking import bake_png, bake_svg

_PICTURES = Path(__file__).parent / "static" / "certificates" / "badges"


def bake_badge_png(credential: CertificateCredential) -> bytes:
    return bake_png(_picture(credential, "png"), credential.content)


def bake_badge_svg(credential: CertificateCredential) -> bytes:
    return bake_svg(_picture(credential, "svg").decode(), credential.content).encode()


def _picture(credential: CertificateCredential, ending: str) -> bytes:
    """Drawn beforehand for each level, once as it is and once as a test specimen."""
    certificate = credential.certificate
    # ``key`` is set once the credential is signed.
    is_test = certificate.is_test or (credential.key is not None and credential.key.is_test)
    return _read(f"{certificate.level.lower()}{'-test' if is_test else ''}.{ending}")


@cache
def _read(name: str) -> bytes:
    return (_PICTURES / name).read_bytes()
