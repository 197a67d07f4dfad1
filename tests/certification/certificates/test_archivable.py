"""PDF/A-3a as veraPDF judges it."""

from datetime import datetime
from pathlib import Path

import pytest
from weasyprint import HTML

from certification.certificates.documents import build_pdf
from certification.certificates.models import Certificate
from certification.certificates.services.credentials import signed_credential
from certification.certificates.signing import load_signer
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
