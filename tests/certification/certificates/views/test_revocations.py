from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.enums import EventType, RevocationCategory
from certification.certificates.models import Certificate, Revocation
from certification.certificates.services import propose_revocation
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import colleague_of, make_certificate
from tests.conftest import signed_in

LIST = "/desk/certificates/revocations/"
GROUNDS = {"category": "fraud", "note": "替考人已承认", "evidence": "监考记录 2025-14"}


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@pytest.fixture
def second_registrar_client(registrar: User) -> Client:
    return signed_in(colleague_of(registrar))


@pytest.fixture
def proposal(certificate: Certificate, registrar: User, now: datetime) -> Revocation:
    return propose(certificate, registrar, now)


def propose(certificate: Certificate, registrar: User, now: datetime) -> Revocation:
    return propose_revocation(
        certificate=certificate,
        category=RevocationCategory.FRAUD,
        note=GROUNDS["note"],
        evidence=GROUNDS["evidence"],
        proposed_by=registrar,
        now=now,
    )


def test_two_registrars_revoke_a_certificate(
    registrar_client: Client, second_registrar_client: Client, client: Client, certificate: Certificate
) -> None:
    desk = f"/desk/certificates/{certificate.uuid}/"
    assert f"{desk}revoke/" in registrar_client.get(desk).text
    response = registrar_client.post(f"{desk}revoke/", GROUNDS)
    assert response["Location"] == desk
    assert "A revocation is proposed" in registrar_client.get(desk).text
    assert "certificate-check-valid" in client.get(f"/verify/{certificate.token}/").text

    address = f"{LIST}{Revocation.objects.get().pk}/"
    assert address in second_registrar_client.get(LIST).text
    assert "替考人已承认" in second_registrar_client.get(address).text
    second_registrar_client.post(address, {"decision": "confirmed", "reason": "原件已核对"})

    assert certificate.events.filter(type=EventType.REVOKED).count() == 1
    page = client.get(f"/verify/{certificate.token}/").text
    assert "certificate-check-revoked" in page
    assert "替考人已承认" not in page
    assert "Fraud in the assessment" in second_registrar_client.get(desk).text


def test_the_list_says_what_waits_for_whom(
    registrar_client: Client, second_registrar_client: Client, proposal: Revocation
) -> None:
    own = registrar_client.get(LIST).context
    assert (list(own["for_you"]), list(own["for_others"])) == ([], [proposal])
    other = second_registrar_client.get(LIST).context
    assert (list(other["for_you"]), list(other["for_others"])) == ([proposal], [])


def test_the_proposer_finds_no_buttons_and_is_refused(registrar_client: Client, proposal: Revocation) -> None:
    address = f"{LIST}{proposal.pk}/"

    assert 'name="decision"' not in registrar_client.get(address).text
    refused = registrar_client.post(address, {"decision": "confirmed", "reason": "自己来"})
    assert (refused.status_code, "another registrar decides" in refused.text) == (403, True)


def test_a_declined_proposal_is_listed_as_decided(second_registrar_client: Client, proposal: Revocation) -> None:
    second_registrar_client.post(f"{LIST}{proposal.pk}/", {"decision": "declined", "reason": "证据不足"})

    shown = second_registrar_client.get(LIST).context
    assert (list(shown["for_you"]), list(shown["page_obj"])) == ([], [proposal])
    assert "证据不足" in second_registrar_client.get(f"{LIST}{proposal.pk}/").text


@pytest.mark.parametrize("name", sorted(GROUNDS))
def test_bad_input_is_told_on_the_form(registrar_client: Client, certificate: Certificate, name: str) -> None:
    response = registrar_client.post(f"/desk/certificates/{certificate.uuid}/revoke/", GROUNDS | {name: ""})

    assert (response.status_code, "This field is required" in response.text) == (200, True)
    assert not Revocation.objects.exists()


@pytest.mark.parametrize("sent", [{"decision": "confirmed", "reason": " "}, {"decision": "shredded", "reason": "x"}])
def test_a_decision_without_reason_or_sense_decides_nothing(
    second_registrar_client: Client, proposal: Revocation, sent: dict[str, str]
) -> None:
    assert second_registrar_client.post(f"{LIST}{proposal.pk}/", sent).status_code == 200
    proposal.refresh_from_db()
    assert proposal.decision == ""


def test_the_auditor_reads_and_decides_nothing(auditor: User, certificate: Certificate, proposal: Revocation) -> None:
    client = signed_in(auditor)

    assert "替考人已承认" in client.get(f"{LIST}{proposal.pk}/").text
    client.post(f"{LIST}{proposal.pk}/", {"decision": "confirmed", "reason": "x"})
    proposal.refresh_from_db()
    assert proposal.decision == ""
    assert client.post(f"/desk/certificates/{certificate.uuid}/revoke/", GROUNDS).status_code == 404


def test_outsiders_find_nothing(
    client: Client, outsider_client: Client, practitioner_client: Client, credit_officer: User, proposal: Revocation
) -> None:
    addresses = (LIST, f"{LIST}{proposal.pk}/", f"/desk/certificates/{proposal.certificate.uuid}/revoke/")
    for visitor in (outsider_client, practitioner_client, signed_in(credit_officer)):
        assert [visitor.get(address).status_code for address in addresses] == [404, 404, 404]
    assert client.get(LIST)["Location"].startswith("/accounts/login/")


def test_the_credit_officer_does_not_read_the_grounds(credit_officer: User, proposal: Revocation) -> None:
    page = signed_in(credit_officer).get(f"/desk/certificates/{proposal.certificate.uuid}/").text

    assert "A revocation is proposed" not in page


def test_the_list_costs_the_same_for_one_and_three(
    second_registrar_client: Client, proposal: Revocation, colleague: Practitioner, registrar: User, now: datetime
) -> None:
    second_registrar_client.get(LIST)  # what the frame keeps in memory
    with CaptureQueriesContext(connection) as one:
        second_registrar_client.get(LIST)
    for _ in range(2):
        propose(make_certificate(colleague, registrar), registrar, now)
    with CaptureQueriesContext(connection) as three:
        second_registrar_client.get(LIST)

    assert len(one) == len(three)
