"""Certificates: issued, verified, and what the registrar does with one."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from certification.certificates.enums import RevocationCategory
from certification.certificates.models import Certificate, CertificateEvent, CertificateShare, Revocation
from certification.certificates.services import (
    propose_revocation,
    suspend_certificate,
)
from certification.certificates.services.sharing import ShareChoices, share_certificate
from certification.certificates.views.desk import CHANGES
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.certificates.cast import colleague_of
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


@repeats("certificates:propose_revocation")
def test_revocation_is_proposed(certificate: Certificate, registrar: User) -> None:
    sent = {"category": "fraud", "note": "查实替考", "evidence": "监考记录 2025-14"}

    press_twice(
        signed_in(registrar), f"/desk/certificates/{certificate.uuid}/revoke/", sent, says="The revocation is proposed."
    )

    assert Revocation.objects.count() == 1


@repeats("certificates:revocation")
@pytest.mark.parametrize(
    ("decision", "says"), [("confirmed", "The certificate is revoked."), ("declined", "The revocation is declined.")]
)
def test_revocation_is_decided(decision: str, says: str, certificate: Certificate, registrar: User) -> None:
    proposal = propose_revocation(
        certificate=certificate,
        category=RevocationCategory.FRAUD,
        note="查实替考",
        evidence="监考记录 2025-14",
        proposed_by=colleague_of(registrar),
        now=NOW,
    )
    sent = {"decision": decision, "reason": "证据核对无误"}

    press_twice(signed_in(registrar), f"/desk/certificates/revocations/{proposal.pk}/", sent, says=says)

    assert Revocation.objects.get().decision == decision


@repeats("certificates:share")
def test_certificate_is_shared(certificate: Certificate, practitioner_client: Client) -> None:
    address = f"/my/certificates/{certificate.uuid}/share/"

    press_twice(practitioner_client, address, {"name_shown": "full", "is_indexed": "on"}, says="The page is open")

    assert CertificateShare.objects.get().is_indexed is True


@repeats("certificates:withdraw_share")
def test_share_is_withdrawn(certificate: Certificate, practitioner: Practitioner, practitioner_client: Client) -> None:
    share_certificate(certificate=certificate, choices=ShareChoices(), actor=practitioner.user, now=NOW)
    address = f"/my/certificates/{certificate.uuid}/share/withdraw/"

    press_twice(practitioner_client, address, says="The page of this certificate is closed")

    assert CertificateShare.objects.standing().count() == 0
