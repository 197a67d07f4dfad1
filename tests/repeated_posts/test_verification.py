"""Verification: asked twice it answers twice, and keeps nothing of it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from certification.certificates.models import Certificate
from certification.certificates.services.log import append_to_log, sign_tree_head
from tests.certification.certificates.log_cast import install_log_key
from tests.repeated_posts.clicks import press_twice, repeats

pytestmark = pytest.mark.usefixtures("signing_keys")


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


def inquiry_of(client: Client, certificate: Certificate) -> str:
    page = client.post("/verify/", {"number": certificate.number, "name": "林虚光"})
    return str(page.context["again_form"]["inquiry"].value())


@repeats("verification:verify")
def test_certificate_is_verified(certificate: Certificate, client: Client) -> None:
    sent = {"number": certificate.number, "name": "林虚光"}

    press_twice(client, "/verify/", sent, says=certificate.number, writes=False)


@repeats("verification:token")
def test_name_is_compared(certificate: Certificate, client: Client) -> None:
    press_twice(client, f"/verify/{certificate.token}/", {"name": "林虚光"}, says="林虚光", writes=False)


@repeats("verification:file")
def test_file_is_checked(db: None, client: Client) -> None:
    press_twice(client, "/verify/file/", {"text": "{}"}, says="Do not rely on this file", writes=False)


@repeats("verification:again")
def test_another_day_is_asked_for(certificate: Certificate, client: Client) -> None:
    sent = {"inquiry": inquiry_of(client, certificate), "on": "2025-06-01"}

    press_twice(client, "/verify/again/", sent, says="had not been issued yet", writes=False)


@repeats("verification:receipt")
def test_receipt_is_taken_along(certificate: Certificate, client: Client, now: datetime) -> None:
    install_log_key()
    append_to_log(now=now)
    sign_tree_head(now=now)
    sent = {"inquiry": inquiry_of(client, certificate), "form": "json"}

    press_twice(client, "/verify/receipt/", sent, says="verification-receipt/1", writes=False)
