"""What the validators of others say of our signatures: poppler with NSS, and DSS, the European Commission's, with PDFBox and Bouncy Castle."""

import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader, PdfWriter

from certification.certificates.documents import build_pdf
from certification.certificates.keys import CERTIFICATE_FILE
from certification.certificates.models import Certificate
from certification.certificates.services.credentials import signed_credential
from certification.certificates.signing import load_signer
from tests.certification.certificates.signing.cast import Authority
from tests.services import signature_validator, timestamp_authority
from tests.services.plugin import need
from tests.services.process import missing_program
from tests.services.signature_validator import Verdict, judge

pytestmark = pytest.mark.validator


@pytest.fixture(autouse=True)
def _programs() -> None:
    need(missing_program("pdfsig"))
    need(signature_validator.available())


def pdfsig(file: Path) -> str:
    return subprocess.run(["pdfsig", str(file)], capture_output=True, check=False).stdout.decode()


def sign(certificate: Certificate, file: Path, *, now: datetime) -> bytes:
    credential = signed_credential(certificate=certificate, now=now)
    plain = build_pdf(certificate, credential=credential)
    file.write_bytes(load_signer().sign(plain, now=now))
    return plain


def change_each_part(content: bytes, *, plain: bytes) -> dict[str, bytes]:
    """One byte: of the page, of the time that the signature tells, of the signature. The rest of its place is empty, and in no signature."""
    places = {
        "page": len(plain) // 3,
        "time": content.index(b"/SubFilter", len(plain)) + len(b"/SubFilter /ETSI.CAdES.detached\n/M (D\\07220"),
        "signature": content.index(b"/Contents <", len(plain)) + 2000,
    }
    changed = {}
    for name, place in places.items():
        copy = bytearray(content)
        # A digit stays a digit: the file can still be read.
        copy[place] = ord("1") if copy[place] == ord("0") else ord("0")
        changed[name] = bytes(copy)
    return changed


def test_both_accept_it_and_refuse_each_changed_byte(
    certificate: Certificate, moment: datetime, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.pdf"
    plain = sign(certificate, whole, now=moment)
    files = [whole]
    for name, content in change_each_part(whole.read_bytes(), plain=plain).items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(content)
    # Something was added behind the signature, which leaves its bytes alone and is not allowed all the same.
    added = tmp_path / "added.pdf"
    added.write_bytes(add_page(whole.read_bytes()))

    verdicts = judge([*files, added], trusted=[Path(settings.SIGNING_KEY_DIR) / CERTIFICATE_FILE])
    reports = {file.name: pdfsig(file) for file in files}

    assert verdicts["whole.pdf"] == Verdict("TOTAL_PASSED", "", "PAdES-BASELINE-B")
    assert "Signature is Valid" in reports["whole.pdf"]
    assert "Total document signed" in reports["whole.pdf"]
    for name in ("page.pdf", "time.pdf", "signature.pdf"):
        assert verdicts[name].indication in {"TOTAL_FAILED", "NOT_SIGNED"}, name
        assert "Signature is Valid" not in reports[name], name
    assert verdicts["added.pdf"].indication != "TOTAL_PASSED"


def add_page(content: bytes) -> bytes:
    writer = PdfWriter(BytesIO(content), incremental=True)
    writer.add_blank_page()
    changed = BytesIO()
    writer.write(changed)
    assert len(PdfReader(BytesIO(changed.getvalue())).pages) == 2
    return changed.getvalue()


def test_a_chain_is_followed_to_its_root(
    certificate: Certificate, authority: Authority, moment: datetime, tmp_path: Path
) -> None:
    file = tmp_path / "chain.pdf"
    sign(certificate, file, now=moment)

    verdicts = judge([file], trusted=[authority.trusted], revoked=authority.revoked)

    assert verdicts == {"chain.pdf": Verdict("TOTAL_PASSED", "", "PAdES-BASELINE-B")}
    assert "Signature is Valid" in pdfsig(file)


def test_a_timestamp_makes_it_b_t(
    certificate: Certificate, moment: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(timestamp_authority.available())
    folder = tmp_path / "time"
    folder.mkdir()
    file = tmp_path / "timestamped.pdf"
    with timestamp_authority.timestamp_authority(folder) as url:
        monkeypatch.setattr(settings, "TIMESTAMP_URL", url)
        sign(certificate, file, now=moment)

    trusted = [Path(settings.SIGNING_KEY_DIR) / CERTIFICATE_FILE, folder / "tsa.crt.pem"]

    assert judge([file], trusted=trusted) == {"timestamped.pdf": Verdict("TOTAL_PASSED", "", "PAdES-BASELINE-T")}
    assert "Signature is Valid" in pdfsig(file)
