"""A receipt proves itself: what was asked, what was answered, when."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from certification.certificates.log.keys import load_log_signer
from certification.certificates.models import Certificate
from certification.certificates.services import enter_paper_certificates, read_paper_file
from certification.certificates.services.log import append_to_log, sign_tree_head
from certification.certificates.transparency.notes import NoteInvalid
from certification.verification import limits
from certification.verification.inquiries import How, Inquiry, write_inquiry
from certification.verification.pdf_checks import our_fingerprints, read_pdf
from certification.verification.receipt_notes import read_receipt
from lms.accounts.models import User
from tests.certification.certificates.log_cast import install_log_key
from tests.certification.certificates.paper_cast import NUMBER, paper_file
from tests.certification.verification.cast import complete, pdf_of

FORM = "/verify/receipt/"
PROGRAM = Path("docs", "verifier", "verify_certificate.py")


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@pytest.fixture(autouse=True)
def _log_key() -> None:
    install_log_key()


@pytest.fixture
def inquiry(client: Client, certificate: Certificate) -> str:
    page = client.post("/verify/", {"number": certificate.number, "name": "林虚光"})
    return str(page.context["again_form"]["inquiry"].value())


def receipt_of(client: Client, inquiry: str, **sent: str) -> Any:
    response = client.post(FORM, {"inquiry": inquiry, "form": "json", **sent})
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def statement_of(receipt: Any) -> dict[str, Any]:
    return dict(read_receipt(receipt, [load_log_signer().verifier]))


def test_it_says_what_was_asked_and_answered(client: Client, certificate: Certificate, inquiry: str) -> None:
    receipt = receipt_of(client, inquiry, on="2025-06-01")

    assert statement_of(receipt) == {
        "asked_by": "number",
        "at": "2025-06-02T03:00:00.000000Z",
        "certificate": str(certificate.uuid),
        "credential": None,
        "file": None,
        "file_sha256": None,
        "name": "林虚光",
        "number": certificate.number,
        "on": "2025-06-01",
        "on_status": None,
        "proof": statement_of(receipt)["proof"],
        "signature": None,
        "status": "valid",
    }
    assert receipt["proof"]["facts"]["number"] == certificate.number
    assert len(receipt["proof"]["entries"]) == 1


def test_of_a_file_it_holds_the_hash_and_the_answers(client: Client, certificate: Certificate, now: datetime) -> None:
    content = pdf_of(complete(certificate, now=now))
    page = client.post("/verify/file/", {"file": SimpleUploadedFile("a.pdf", content)})

    said = statement_of(receipt_of(client, page.context["again_form"]["inquiry"].value()))

    assert (said["asked_by"], said["file"], said["signature"], said["credential"]) == ("file", "issued", "ours", "good")
    assert said["file_sha256"] == certificate.document.__class__.objects.get(certificate=certificate).sha256


@pytest.mark.parametrize("spoil", ["note", "proof"])
def test_a_changed_receipt_is_refused(client: Client, inquiry: str, spoil: str) -> None:
    receipt = receipt_of(client, inquiry)
    if spoil == "note":
        receipt["note"] = receipt["note"].replace('"valid"', '"revoked"')
    else:
        receipt["proof"]["facts"]["name"] = "魏外人"

    with pytest.raises(NoteInvalid):
        statement_of(receipt)


def test_the_pdf_is_signed_and_bears_the_json(client: Client, inquiry: str) -> None:
    response = client.post(FORM, {"inquiry": inquiry, "form": "pdf"})

    assert response["Content-Type"] == "application/pdf"
    content = read_pdf(response.content)
    [signature], attached = content.signatures, content.attachments[0]
    assert signature.good
    assert signature.whole
    assert signature.fingerprint in our_fingerprints()
    assert statement_of(json.loads(attached))["status"] == "valid"


def test_of_a_certificate_on_paper_it_names_who_issued_it(
    client: Client, certificate: Certificate, registrar: User, now: datetime
) -> None:
    source = read_paper_file(upload=paper_file({}), uploaded_by=registrar, now=now)
    enter_paper_certificates(source=source, entered_by=registrar, now=now)
    page = client.post("/verify/", {"number": NUMBER, "name": "旧持证"})

    response = client.post(FORM, {"inquiry": page.context["again_form"]["inquiry"].value(), "form": "pdf"})

    about = PdfReader(BytesIO(response.content)).metadata
    assert about is not None
    assert about.author == certificate.design.issuer_name


def test_a_scanned_code_alone_gets_none(client: Client, certificate: Certificate) -> None:
    page = client.get(f"/verify/{certificate.token}/").content.decode()
    inquiry = page.split('name="inquiry" value="')[1].split('"')[0]

    response = client.post(FORM, {"inquiry": inquiry, "form": "json"})

    assert response.status_code == 409
    assert "type the name" in response.content.decode()


@pytest.mark.parametrize("inquiry_text", ["", "forged", "eyJ9:1:x"])
def test_a_forged_inquiry_is_refused_calmly(client: Client, db: None, inquiry_text: str) -> None:
    for address in (FORM, "/verify/again/"):
        response = client.post(address, {"inquiry": inquiry_text})
        assert response.status_code == 409
        assert "Verify the certificate again" in response.content.decode()


def test_a_page_of_yesterday_is_refused(client: Client, inquiry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certification.verification.inquiries._LASTS", timedelta(seconds=-1))

    assert client.post(FORM, {"inquiry": inquiry}).status_code == 409


def test_a_certificate_that_is_gone_has_none(client: Client, db: None) -> None:
    inquiry = write_inquiry(Inquiry(How.NUMBER, "00000000-0000-4000-8000-000000000000", "林虚光"))

    assert client.post(FORM, {"inquiry": inquiry}).status_code == 404
    assert client.post("/verify/again/", {"inquiry": inquiry}).status_code == 404


def test_one_address_may_ask_for_so_many(client: Client, inquiry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certification.verification.views.receipts.RECEIPTS", limits.Limit("receipt", 1, 60))
    receipt_of(client, inquiry)

    refused = client.post(FORM, {"inquiry": inquiry, "form": "json"})

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")


def run_program(tmp_path: Path, receipt: Any) -> "subprocess.CompletedProcess[str]":
    file, keys = tmp_path / "receipt.json", tmp_path / "keys.txt"
    file.write_text(json.dumps(receipt, ensure_ascii=False))
    keys.write_text(f"{load_log_signer().verifier}\n")
    command = [sys.executable, str(settings.BASE_DIR / PROGRAM), str(file), "--keys", str(keys), "--accept-test"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_program_that_knows_nothing_of_us_checks_it(
    client: Client, certificate: Certificate, inquiry: str, now: datetime, tmp_path: Path
) -> None:
    append_to_log(now=now)
    sign_tree_head(now=now)

    done = run_program(tmp_path, receipt_of(client, inquiry, on="2025-06-02"))

    assert done.returncode == 0, done.stdout + done.stderr
    for said in (
        "Receipt of 2025-06-02 11:00",
        "number",
        "林虚光",
        "was answered: valid",
        "On 2025-06-02 it was valid",
    ):
        assert said in done.stdout


@pytest.mark.parametrize("spoil", ["note", "proof", "other"])
def test_the_program_refuses_a_changed_receipt(client: Client, inquiry: str, tmp_path: Path, spoil: str) -> None:
    receipt = receipt_of(client, inquiry)
    if spoil == "note":
        receipt["note"] = receipt["note"].replace('"valid"', '"revoked"')
    elif spoil == "proof":
        receipt["proof"]["facts"]["name"] = "魏外人"
    else:
        receipt["note"] = receipt["proof"]["standing"]

    done = run_program(tmp_path, receipt)

    assert done.returncode == 1
    assert "DOES NOT HOLD" in done.stdout
