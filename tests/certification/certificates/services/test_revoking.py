from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from certification.certificates.enums import EventType, RevocationCategory, Status
from certification.certificates.models import Certificate, Revocation
from certification.certificates.services import (
    ChangeNotPossible,
    cancel_certificate,
    confirm_revocation,
    decline_revocation,
    propose_revocation,
    reissue_certificate,
    suspend_certificate,
)
from certification.certificates.services.changing import OwnCertificate, RevocationWaits, status_of
from certification.certificates.services.revoking import (
    AnotherProposalWaits,
    DecidedOtherwise,
    DecisionReasonMissing,
    GroundsMissing,
    OwnProposal,
)
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.certification.certificates.cast import colleague_of

NOTE = "替考人已承认"


@pytest.fixture
def colleague(registrar: User) -> User:
    return colleague_of(registrar)


def propose(certificate: Certificate, proposed_by: User, now: datetime, **changes: str) -> Revocation:
    grounds = {"note": NOTE, "evidence": "监考记录 2025-14"} | changes
    return propose_revocation(
        certificate=certificate, category=RevocationCategory.FRAUD, proposed_by=proposed_by, now=now, **grounds
    )


@pytest.fixture
def proposal(certificate: Certificate, registrar: User, colleague: User, now: datetime) -> Revocation:
    return propose(certificate, registrar, now)


def test_a_proposal_changes_nothing_and_is_told_to_the_other_registrars_alone(
    proposal: Revocation, certificate: Certificate, registrar: User, colleague: User, now: datetime
) -> None:
    assert status_of(certificate, now=now) == Status.VALID
    assert certificate.events.count() == 1
    letters = Message.objects.filter(key=f"certificates.revocation.{proposal.pk}")
    assert [letter.recipient for letter in letters] == [colleague]
    assert certificate.number in letters[0].subject
    assert certificate.name not in letters[0].subject + letters[0].body


def test_another_registrar_confirms_it(
    proposal: Revocation, certificate: Certificate, registrar: User, colleague: User, now: datetime
) -> None:
    later = now + timedelta(hours=2)

    decided = confirm_revocation(revocation=proposal, decided_by=colleague, reason=" 已核对原件 ", now=later)

    assert (decided.decision, decided.decided_by, decided.decision_reason) == ("confirmed", colleague, "已核对原件")
    assert decided.event == certificate.events.get(type=EventType.REVOKED, at=later, actor=colleague)
    assert status_of(certificate, now=later) == Status.REVOKED
    assert status_of(certificate, now=later - timedelta(seconds=1)) == Status.VALID


def test_both_persons_stand_in_the_trail(proposal: Revocation, registrar: User, colleague: User, now: datetime) -> None:
    confirm_revocation(revocation=proposal, decided_by=colleague, reason="已核对", now=now)

    actors = dict(
        AuditEntry.objects.filter(action__contains="revo").order_by("pk").values_list("action", "actor__email")
    )
    assert actors == {
        "certificates.propose_revocation": registrar.email,
        "certificates.revoke_certificate": colleague.email,
        "certificates.confirm_revocation": colleague.email,
    }
    details = [str(entry.detail) for entry in AuditEntry.objects.filter(action__contains="revo")]
    assert not any(NOTE in detail for detail in details)


@override_settings(LANGUAGE_CODE="en")
def test_the_holder_is_told_the_category_and_not_the_note(
    proposal: Revocation, certificate: Certificate, colleague: User, now: datetime
) -> None:
    assert not Message.objects.filter(recipient=certificate.holder.user, key__contains="event").exists()

    decided = confirm_revocation(revocation=proposal, decided_by=colleague, reason="已核对", now=now)

    letter = Message.objects.get(key=f"certificates.event.{decided.event_id}")
    assert letter.recipient == certificate.holder.user
    assert "Fraud in the assessment" in letter.body
    assert NOTE not in letter.body
    assert "已核对" not in letter.body


def test_the_proposer_cannot_decide(proposal: Revocation, registrar: User, now: datetime) -> None:
    for decide in (confirm_revocation, decline_revocation):
        with pytest.raises(OwnProposal, match="another registrar decides"):
            decide(revocation=proposal, decided_by=registrar, reason="自己来", now=now)


def test_the_holder_decides_nothing_about_it(proposal: Revocation, certificate: Certificate, now: datetime) -> None:
    for decide in (confirm_revocation, decline_revocation):
        with pytest.raises(OwnCertificate, match="another registrar decides"):
            decide(revocation=proposal, decided_by=certificate.holder.user, reason="自己来", now=now)
    assert Revocation.objects.get(pk=proposal.pk).decision == ""


def test_a_declined_one_leaves_the_certificate_and_its_holder_in_peace(
    proposal: Revocation, certificate: Certificate, registrar: User, colleague: User, now: datetime
) -> None:
    declined = decline_revocation(revocation=proposal, decided_by=colleague, reason="证据不足", now=now)

    assert (declined.decision, declined.event) == ("declined", None)
    assert status_of(certificate, now=now) == Status.VALID
    assert not Message.objects.filter(key__startswith="certificates.event.").exists()
    with pytest.raises(DecidedOtherwise):
        confirm_revocation(revocation=proposal, decided_by=colleague, reason="改主意", now=now)
    assert propose(certificate, registrar, now, note="新的证据") != proposal


def test_a_second_click_is_answered_with_what_the_first_made(
    proposal: Revocation, certificate: Certificate, registrar: User, colleague: User, now: datetime
) -> None:
    assert propose(certificate, registrar, now) == proposal
    decided = [
        confirm_revocation(revocation=proposal, decided_by=colleague, reason="已核对", now=now) for _click in range(2)
    ]

    assert decided[0].event == decided[1].event
    assert certificate.events.count() == 2


def test_a_colleagues_proposal_is_not_made_again(proposal: Revocation, colleague: User, now: datetime) -> None:
    with pytest.raises(AnotherProposalWaits):
        propose(proposal.certificate, colleague, now)


@pytest.mark.parametrize("missing", ["note", "evidence"])
def test_a_proposal_needs_its_grounds(certificate: Certificate, registrar: User, now: datetime, missing: str) -> None:
    with pytest.raises(GroundsMissing):
        propose(certificate, registrar, now, **{missing: " \n"})


def test_a_decision_needs_its_reason(proposal: Revocation, colleague: User, now: datetime) -> None:
    with pytest.raises(DecisionReasonMissing):
        confirm_revocation(revocation=proposal, decided_by=colleague, reason=" ", now=now)


def test_what_has_ended_is_not_revoked(
    certificate: Certificate, registrar: User, colleague: User, now: datetime
) -> None:
    cancel_certificate(certificate=certificate, actor=registrar, reason="本人申请", now=now)

    with pytest.raises(ChangeNotPossible):
        propose(certificate, registrar, now)


@pytest.mark.parametrize("change", [cancel_certificate, reissue_certificate])
def test_a_waiting_revocation_is_not_evaded(
    proposal: Revocation, certificate: Certificate, colleague: User, now: datetime, change: object
) -> None:
    with pytest.raises(RevocationWaits):
        change(certificate=certificate, actor=colleague, reason="本人申请", now=now)  # type: ignore[operator]  # services


def test_a_suspended_and_an_expired_certificate_can_be_revoked(
    certificate: Certificate, registrar: User, colleague: User, now: datetime
) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now)
    after_its_last_day = now.replace(year=2029)

    proposal = propose(certificate, registrar, after_its_last_day)
    confirm_revocation(revocation=proposal, decided_by=colleague, reason="已核对", now=after_its_last_day)

    assert status_of(certificate, now=after_its_last_day) == Status.REVOKED
