"""PDF/A-3a as veraPDF judges it."""

from datetime import datetime
from itertools import product
from pathlib import Path

import pytest
from weasyprint import HTML

from certification.certificates.documents import build_pdf
from certification.certificates.enums import Kind, Language, Layout
from certification.certificates.models import Certificate
from certification.certificates.services.credentials import signed_credential
from certification.certificates.signing import load_signer
from certification.certificates.specimens import specimen_of
from tests.certification.certificates.designs import make_design, with_pictures
from tests.services import verapdf
from tests.services.plugin import need

pytestmark = pytest.mark.validator


def test_certificates_with_their_credential_are_archivable_before_and_after_signing(
    certificate: Certificate, now: datetime, tmp_path: Path
) -> None:
    need(verapdf.available())
    credential = signed_credential(certificate=certificate, now=now)
    files: list[Path] = []
    for name in ("林虚光", "龙\U00020bb7䶮㛃", "阿依古丽·买买提·Jean-François"):
        certificate.name = name
        pdf = build_pdf(certificate, credential=credential)
        for state, content in (("plain", pdf), ("signed", load_signer().sign(pdf, now=now))):
            files.append(tmp_path / f"{len(files)}-{state}.pdf")
            files[-1].write_bytes(content)
    ordinary = tmp_path / "ordinary.pdf"
    HTML(string="<p>林虚光").write_pdf(ordinary)

    assert list(verapdf.complaints([*files, ordinary], profile="3a")) == ["ordinary.pdf"]


def test_every_kind_language_and_layout_is_archivable_pictures_included(tmp_path: Path) -> None:
    need(verapdf.available())
    files: list[Path] = []
    for kind, language, layout in product(Kind, Language, Layout):
        template = with_pictures(make_design(kind, language=language, layout=layout))
        files.append(tmp_path / f"{kind}-{language}-{layout}.pdf")
        files[-1].write_bytes(build_pdf(specimen_of(template), is_specimen=True))
    ordinary = tmp_path / "ordinary.pdf"
    HTML(string="<p>林虚光").write_pdf(ordinary)

    assert len(files) == 24
    assert list(verapdf.complaints([*files, ordinary], profile="3a")) == ["ordinary.pdf"]
