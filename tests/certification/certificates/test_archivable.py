"""PDF/A-3a as veraPDF judges it."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from weasyprint import HTML

from certification.certificates.documents import build_pdf
from certification.certificates.enums import Kind, Language, Layout
from certification.certificates.models import Certificate, CertificateCredential
from certification.certificates.services.credentials import signed_credential
from certification.certificates.signing import load_signer
from certification.certificates.specimens import specimen_of
from tests.certification.certificates.designs import make_design, with_pictures
from tests.services import timestamp_authority, verapdf
from tests.services.plugin import need

pytestmark = pytest.mark.validator

# Of three fonts, bold ones made bolder; a form that a selector chooses; accents; another script.
NAMES = (
    "林虚光",
    "龙\U00020bb7䶮㛃",
    "林\U0002cc08\U00020b02",
    "邊\U000e0100",
    "Nguyễn Văn Ánh · Z\u0323\u0304",
    "阿依古丽·买买提·Jean-François",
)


@pytest.fixture
def credential(certificate: Certificate, now: datetime) -> CertificateCredential:
    return signed_credential(certificate=certificate, now=now)


@pytest.fixture
def write(tmp_path: Path, now: datetime) -> Callable[[str, bytes], list[Path]]:
    """Writes a file as it is, and signed."""

    def write(name: str, pdf: bytes) -> list[Path]:
        files = {tmp_path / f"{name}-plain.pdf": pdf, tmp_path / f"{name}-signed.pdf": load_signer().sign(pdf, now=now)}
        for file, content in files.items():
            file.write_bytes(content)
        return list(files)

    return write


def test_every_certificate_is_archivable_before_and_after_signing(
    certificate: Certificate,
    credential: CertificateCredential,
    write: Callable[[str, bytes], list[Path]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every kind, language and layout with pictures and a credential; names of all sorts; a trusted time."""
    need(verapdf.available())
    need(timestamp_authority.available())
    files: list[Path] = []
    for kind, language, layout in product(Kind, Language, Layout):
        template = with_pictures(make_design(kind, language=language, layout=layout))
        files += write(f"{kind}-{language}-{layout}", build_pdf(specimen_of(template), credential=credential))
    for place, (name, layout) in enumerate(product(NAMES, Layout)):
        certificate.name, certificate.template = (
            name,
            make_design(Kind.COMPETENCY, language=Language.BILINGUAL, layout=layout),
        )
        pdf = build_pdf(certificate, credential=credential)
        files += write(f"name-{place}", pdf)
    with timestamp_authority.timestamp_authority(tmp_path) as url, monkeypatch.context() as timed:
        timed.setattr(settings, "TIMESTAMP_URL", url)
        files += write("timed", pdf)
    ordinary = tmp_path / "ordinary.pdf"
    HTML(string="<p>林虚光").write_pdf(ordinary)

    assert len(files) == 2 * (24 + 12 + 1)
    assert list(verapdf.complaints([*files, ordinary], profile="3a")) == ["ordinary.pdf"]
