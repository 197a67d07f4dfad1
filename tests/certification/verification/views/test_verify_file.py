"""A file is laid before us: four answers."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certification.certificates.badges import bake_badge_png, bake_badge_svg
from certification.certificates.models import Certificate
from certification.certificates.services import suspend_certificate
from certification.verification import limits
from lms.accounts.models import User
from tests.certification.verification.cast import complete, pdf_of

FORM = "/verify/file/"


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@pytest.fixture
def issued(certificate: Certificate, now: datetime) -> Certificate:
    return complete(certificate, now=now)


def upload(client: Client, content: bytes, name: str = "file.bin") -> str:
    response = client.post(FORM, {"file": SimpleUploadedFile(name, content)})
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    return unescape(response.content.decode())


def test_the_pdf_as_issued_gets_four_good_answers(client: Client, issued: Certificate) -> None:
    page = upload(client, pdf_of(issued), "certificate.pdf")

    for said in ("Issued by us, to the byte", "Whole and ours", "Good and ours", "Valid", "林虚光"):
        assert said in page
    assert "Do not rely on this file" not in page
    assert page.count("criterion-met") == 4


def test_an_addition_to_the_pdf_is_told_from_the_file_it_was_made_to(client: Client, issued: Certificate) -> None:
    page = upload(client, pdf_of(issued) + b"\n% added\n")

    assert "Changed after it was issued" in page
    assert "Broken: changed after it was signed" in page
    assert "Do not rely on this file" in page
    assert issued.number in page


def test_a_changed_byte_breaks_the_signature(client: Client, issued: Certificate) -> None:
    content = bytearray(pdf_of(issued))
    place = content.index(b"/Producer") if b"/Producer" in content else 200
    content[place + 12] ^= 1

    page = upload(client, bytes(content))

    assert "Not a file of ours" in page
    assert "Whole and ours" not in page
    # What is attached, and what the register says of it, is another matter.
    assert page.count("criterion-met") == 2


def test_a_status_that_changed_is_told_with_a_file_that_holds(
    client: Client, issued: Certificate, registrar: User, now: datetime
) -> None:
    suspend_certificate(certificate=issued, actor=registrar, reason="核查", now=now)

    page = upload(client, pdf_of(issued))

    assert "Whole and ours" in page
    assert "certificate-check-suspended" in page


@pytest.mark.parametrize("form", ["json", "png", "svg"])
def test_a_credential_is_known_in_every_form(client: Client, issued: Certificate, form: str) -> None:
    forms: dict[str, Callable[[], bytes]] = {
        "json": issued.credential.content.encode,
        "png": lambda: bake_badge_png(issued.credential),
        "svg": lambda: bake_badge_svg(issued.credential),
    }

    page = upload(client, forms[form](), f"credential.{form}")

    assert ("Issued by us, to the byte" if form == "json" else "Word for word what we issued") in page
    assert "Not a PDF" in page
    assert "Good and ours" in page
    assert "Do not rely on this file" not in page


def test_a_credential_can_be_pasted_and_set_anew(client: Client, issued: Certificate) -> None:
    text = json.dumps(json.loads(issued.credential.content), ensure_ascii=True)

    page = unescape(client.post(FORM, {"text": f"\n {text}\n"}).content.decode())

    assert "Word for word what we issued" in page
    assert "Good and ours" in page


def test_a_changed_credential_is_refused(client: Client, issued: Certificate) -> None:
    text = issued.credential.content.replace("林虚光", "魏外人")

    page = unescape(client.post(FORM, {"text": text}).content.decode())

    assert "Changed after it was signed" in page
    assert "Do not rely on this file" in page
    assert "林虚光" not in page


def test_a_forged_key_is_none_of_ours(client: Client, issued: Certificate) -> None:
    document = json.loads(issued.credential.content)
    method = document["proof"][0]["verificationMethod"]
    document["proof"][0]["verificationMethod"] = f"{method[:-4]}AAAA"

    page = unescape(client.post(FORM, {"text": json.dumps(document)}).content.decode())

    assert "Not signed with a key of ours" in page
    assert "Do not rely on this file" in page


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 200, "Choose a file, or paste a credential"),
        (b"   ", 400, "Choose a file, or paste a credential"),
        (b"hello", 415, "This is neither a PDF nor a credential"),
        (b"\xff\xd8\xff\xe0 a photo", 415, "This is neither a PDF nor a credential"),
        (b"{" + b" " * 5_000_000, 413, "This file is larger than any that the association issues"),
    ],
)
def test_what_is_nothing_of_ours_is_refused_with_a_sentence(
    client: Client, db: None, content: bytes, status: int, says: str
) -> None:
    response = client.post(FORM, {"file": SimpleUploadedFile("file.bin", content)} if content else {})

    assert response.status_code == status
    assert says in response.content.decode()


def test_only_posting_is_possible(client: Client, db: None) -> None:
    assert client.get(FORM).status_code == 405


def test_one_address_may_bring_so_many_files(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certification.verification.views.verify.FILES", limits.Limit("file", 1, 60))
    assert client.post(FORM, {"text": "{}"}).status_code == 200

    refused = client.post(FORM, {"text": "{}"})

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")


def test_the_page_of_a_file_leads_on_to_another_day_and_a_receipt(client: Client, issued: Certificate) -> None:
    page = client.post(FORM, {"text": issued.credential.content})
    inquiry = page.context["again_form"]["inquiry"].value()

    before = client.post("/verify/again/", {"inquiry": inquiry, "on": "2025-06-01"}).content.decode()

    assert "had not been issued yet" in before
    assert "Good and ours" in before
