"""Certificates: issued, verified, and what the registrar does with one."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.services import suspend_certificate
from certification.certificates.views.desk import CHANGES
from certification.marking.models import Result
from lms.accounts.models import User
from tests.cast import NOW
from tests.conftest import signed_in
from tests.repeated_posts.clicks import press_twice, repeats

pytestmark = pytest.mark.usefixtures("signing_keys")


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@repeats("certificates:issue")
def test_certificate_is_issued(result: Result, registrar: User) -> None:
    press_twice(signed_in(registrar), f"/desk/certificates/results/{result.pk}/issue/", says="has been issued.")

    assert Certificate.objects.count() == 1


@repeats("certificates:change")
@pytest.mark.parametrize("change", CHANGES)
def test_certificate_is_changed(change: str, certificate: Certificate, registrar: User) -> None:
    if change == "reinstate":
        suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=NOW)
    sent = {"reason": "核对持有人材料", "name": "林虚光"}

    press_twice(
        signed_in(registrar), f"/desk/certificates/{certificate.uuid}/{change}/", sent, says=str(CHANGES[change].done)
    )

    assert CertificateEvent.objects.filter(type=CHANGES[change].type).count() == 1


@repeats("verification:verify")
def test_certificate_is_verified(certificate: Certificate, client: Client) -> None:
    sent = {"number": certificate.number, "name": "林虚光"}

    press_twice(client, "/verify/", sent, says=certificate.number, writes=False)
