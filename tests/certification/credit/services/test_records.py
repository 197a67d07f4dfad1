from datetime import date

import pytest

from certification.credit import services
from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord
from certification.credit.services.records import (
    EvidenceMissing,
    FactInFuture,
    FactRecordedAlready,
    HearingStillOpen,
    ItemFollowsCertificate,
    ItemUnknown,
    NoHearingNeeded,
    PublicationOutOfRange,
)
from certification.credit.services.steps import OwnRecord, ReasonMissing, RecordMoved
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW
from tests.certification.credit.cast import DAY, bring_to, propose

pytestmark = pytest.mark.django_db


def test_proposal_keeps_points_and_severity_of_the_rule_set(draft: CreditRecord, credit_officer: User) -> None:
    assert (draft.points, draft.severity, draft.rule_set.code) == (-15, "ordinary", "credit-2024-1")
    assert (draft.state, draft.publication_months, draft.effective_on) == (RecordState.DRAFT, 12, None)
    step = draft.steps.get()
    assert (step.role, step.actor, step.from_state, len(step.evidence_hash)) == (
        StepRole.PROPOSER,
        credit_officer,
        "",
        64,
    )
    entry = AuditEntry.objects.get(action="credit.propose_record")
    assert entry.detail == {"from": "", "to": "draft", "rule_set": "credit-2024-1"}


def test_same_proposal_again_is_the_same_draft(profile: CreditProfile, credit_officer: User) -> None:
    assert propose(profile, credit_officer) == propose(profile, credit_officer)
    assert CreditRecord.objects.get().steps.count() == 1


def test_same_fact_from_another_proposer_is_refused(
    profile: CreditProfile, draft: CreditRecord, first_decider: User
) -> None:
    with pytest.raises(FactRecordedAlready):
        propose(profile, first_decider)


def test_same_fact_under_another_item_is_a_further_record(
    profile: CreditProfile, draft: CreditRecord, credit_officer: User
) -> None:
    assert propose(profile, credit_officer, "D04:circular", fact_key=draft.fact_key) != draft


@pytest.mark.parametrize(
    ("item", "values", "refusal"),
    [
        ("D05", {"variant": "unheard of"}, ItemUnknown),
        ("X01", {}, ItemUnknown),
        ("B03:L2", {}, ItemFollowsCertificate),
        ("D05", {"occurred_on": date(2025, 6, 3)}, FactInFuture),
        ("D05", {"evidence": "  "}, EvidenceMissing),
        ("D05", {"publication_months": 2}, PublicationOutOfRange),
        ("D10", {"publication_months": 37}, PublicationOutOfRange),
    ],
)
def test_impossible_proposal_is_refused(
    profile: CreditProfile, credit_officer: User, item: str, values: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        propose(profile, credit_officer, item, **values)


def test_minor_record_is_never_published(profile: CreditProfile, credit_officer: User) -> None:
    assert propose(profile, credit_officer, "D02", publication_months=6).publication_months is None


def test_nobody_proposes_a_record_about_themselves(profile: CreditProfile, practitioner: Practitioner) -> None:
    with pytest.raises(OwnRecord):
        propose(profile, practitioner.user)


def test_notice_tells_the_person_until_when_to_answer(
    draft: CreditRecord, credit_officer: User, practitioner: Practitioner
) -> None:
    record = services.notice_record(record=draft, actor=credit_officer, now=NOW)

    assert record.state == RecordState.NOTICED
    message = Message.objects.get(recipient=practitioner.user)
    assert "June 16, 2025" in message.body
    assert "Untrue data or a broken pledge" in message.body


def test_second_notice_changes_nothing(draft: CreditRecord, credit_officer: User) -> None:
    services.notice_record(record=draft, actor=credit_officer, now=NOW)
    services.notice_record(record=draft, actor=credit_officer, now=NOW)

    assert draft.steps.count() == 2


def test_bonus_needs_no_hearing(profile: CreditProfile, credit_officer: User) -> None:
    with pytest.raises(NoHearingNeeded):
        services.notice_record(record=propose(profile, credit_officer, "B01"), actor=credit_officer, now=NOW)


def test_persons_statement_closes_the_hearing(
    draft: CreditRecord, credit_officer: User, practitioner: Practitioner
) -> None:
    bring_to(RecordState.NOTICED, draft, credit_officer, [])

    record = services.hear_record(record=draft, actor=practitioner.user, statement="材料系笔误。", now=NOW)

    step = record.steps.get(to_state=RecordState.HEARD)
    assert (step.role, step.reason) == (StepRole.PERSON, "材料系笔误。")


def test_person_cannot_close_the_hearing_without_words(
    draft: CreditRecord, credit_officer: User, practitioner: Practitioner
) -> None:
    bring_to(RecordState.NOTICED, draft, credit_officer, [])

    with pytest.raises(ReasonMissing):
        services.hear_record(record=draft, actor=practitioner.user, statement=" ", now=NOW)


def test_hearing_without_a_statement_waits_ten_working_days(draft: CreditRecord, credit_officer: User) -> None:
    """Notice on 2 June 2025, a holiday: the tenth working day is 16 June."""
    bring_to(RecordState.NOTICED, draft, credit_officer, [])

    with pytest.raises(HearingStillOpen):
        services.hear_record(record=draft, actor=credit_officer, statement="", now=NOW + 14 * DAY)
    record = services.hear_record(record=draft, actor=credit_officer, statement="", now=NOW + 15 * DAY)

    assert record.state == RecordState.HEARD


def test_hearing_closed_twice_is_one_hearing(draft: CreditRecord, credit_officer: User) -> None:
    bring_to(RecordState.HEARD, draft, credit_officer, [])
    services.hear_record(record=draft, actor=credit_officer, statement="第二次", now=NOW)

    assert draft.steps.count() == 3


def test_draft_cannot_be_heard(draft: CreditRecord, credit_officer: User) -> None:
    with pytest.raises(RecordMoved):
        services.hear_record(record=draft, actor=credit_officer, statement="…", now=NOW)
