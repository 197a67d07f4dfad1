"""What a certificate was worth on another day: answered in place, and refused in place where no day has an answer."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from certification.certificates.models import Certificate
from tests.certification.certificates.log_cast import install_log_key

AGAIN, RECEIPT = "/verify/again/", "/verify/receipt/"
AHEAD = "nobody knows. Ask for today or an earlier day."
TOO_EARLY = "No certificate had been issued yet on that day"


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@pytest.fixture
def inquiry(client: Client, certificate: Certificate) -> str:
    page = client.post("/verify/", {"number": certificate.number, "name": "林虚光"})
    return str(page.context["again_form"]["inquiry"].value())


def ask(client: Client, inquiry: str, on: str, **more: Any) -> tuple[int, str]:
    response = client.post(AGAIN, {"inquiry": inquiry, "on": on}, **more)
    return response.status_code, unescape(response.content.decode())


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2025-06-02", "is valid"),
        ("2025-06-01", "On that day this certificate had not been issued yet."),
        ("1950-01-01", "On that day this certificate had not been issued yet."),
    ],
)
def test_a_day_that_is_over_is_answered(client: Client, inquiry: str, on: str, says: str) -> None:
    status, page = ask(client, inquiry, on)

    assert status == 200
    assert says in page


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2025-06-03", AHEAD),
        ("9999-12-31", AHEAD),
        ("1949-12-31", TOO_EARLY),
        ("0001-01-01", TOO_EARLY),
        ("10000-01-01", "Enter a valid date."),
        ("2025-02-30", "Enter a valid date."),
        ("yesterday", "Enter a valid date."),
        ("2025-06-01\0", "Enter a valid date."),
        ("9" * 5_000, "Enter a valid date."),
    ],
)
def test_a_day_without_an_answer_is_refused_beside_its_field(client: Client, inquiry: str, on: str, says: str) -> None:
    status, page = ask(client, inquiry, on)

    assert status == 400
    assert says in page
    # The answer for now stands, and the form can be sent again.
    assert "certificate-check-valid" in page
    assert f'value="{inquiry}"' in page
    assert "On another day" in page


def test_the_refusal_speaks_the_readers_language(client: Client, inquiry: str) -> None:
    for on, says in (("0001-01-01", "那一天尚未签发"), ("9999-12-31", "今天或更早的日期")):
        status, page = ask(client, inquiry, on, headers={"Accept-Language": "zh-Hans"})
        assert status == 400
        assert says in page


@pytest.mark.parametrize("on", ["9999-12-31", "0001-01-01"])
def test_no_receipt_is_made_of_such_a_day(client: Client, inquiry: str, on: str) -> None:
    install_log_key()

    refused = client.post(RECEIPT, {"inquiry": inquiry, "on": on, "form": "json"})

    assert refused.status_code == 400
    assert (AHEAD if on > "2000" else TOO_EARLY) in unescape(refused.content.decode())


@pytest.mark.parametrize("inquiry", ["\0", "a\0b", "x" * 4_001, "x" * 2_000_000])
def test_an_inquiry_that_is_none_is_refused_calmly(client: Client, db: None, inquiry: str) -> None:
    status, page = ask(client, inquiry, "2025-06-01")

    assert status == 409
    assert "Verify the certificate again" in page


@pytest.mark.parametrize("address", [AGAIN, RECEIPT, "/verify/"])
def test_ten_megabytes_are_turned_away(client: Client, db: None, address: str) -> None:
    assert client.post(address, {"inquiry": "x" * 10_000_000}).status_code in {400, 413}


def test_of_two_names_one_is_asked_for_and_the_other_never_shown(client: Client, certificate: Certificate) -> None:
    for names, finds in ((["魏外人", "林虚光"], True), (["林虚光", "魏外人"], False)):
        response = client.post("/verify/", {"number": certificate.number, "name": names})
        page = response.content.decode()
        assert response.status_code == (200 if finds else 404)
        assert ("certificate-check-valid" in page) is finds
        assert "魏外人" not in page or not finds


@pytest.mark.parametrize("name", ["\0", "林虚光\0", "林" * 61])
def test_a_name_that_is_none_is_refused_beside_its_field(client: Client, certificate: Certificate, name: str) -> None:
    page = client.post("/verify/", {"number": certificate.number, "name": name})

    assert page.context["form"].errors["name"]
    assert "certificate-check-valid" not in page.content.decode()
