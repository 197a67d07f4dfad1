from datetime import date
from functools import partial

import pytest

from certification.credit import services
from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord
from certification.credit.queries import score_profile
from certification.credit.services.decisions import (
    BonusNotServed,
    EffectStillWaits,
    FallNeedsConfirmation,
    ProposerCannotDecide,
)
from certification.credit.services.records import ItemFollowsCertificate
from certification.credit.services.steps import OwnRecord, ReasonMissing, RecordMoved
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW
from tests.certification.credit.cast import DAY, bring_to, make_certificate, propose

pytestmark = pytest.mark.django_db


def _decide(record: CreditRecord, decider: User, *, agrees: bool = True, reason: str = "证据充分。") -> CreditRecord:
    return services.decide_record(record=record, decider=decider, agrees=agrees, reason=reason, now=NOW)


@pytest.fixture
def heard(draft: CreditRecord, credit_officer: User) -> CreditRecord:
    return bring_to(RecordState.HEARD, draft, credit_officer, [])


def test_two_deciders_make_the_decision(heard: CreditRecord, first_decider: User, second_decider: User) -> None:
    assert _decide(heard, first_decider).state == RecordState.HEARD
    assert _decide(heard, second_decider).state == RecordState.DECIDED
    assert heard.steps.filter(role=StepRole.DECIDER).count() == 2


def test_one_person_counts_once(heard: CreditRecord, first_decider: User) -> None:
    _decide(heard, first_decider)

    assert _decide(heard, first_decider).state == RecordState.HEARD
    assert heard.steps.filter(role=StepRole.DECIDER).count() == 1


def test_proposer_is_not_a_decider(heard: CreditRecord, credit_officer: User) -> None:
    with pytest.raises(ProposerCannotDecide):
        _decide(heard, credit_officer)


def test_nobody_decides_about_themselves(heard: CreditRecord, practitioner: Practitioner) -> None:
    with pytest.raises(OwnRecord):
        _decide(heard, practitioner.user)


def test_decision_needs_its_reason(heard: CreditRecord, first_decider: User) -> None:
    with pytest.raises(ReasonMissing):
        _decide(heard, first_decider, reason=" ")


def test_decision_before_the_hearing_is_refused(draft: CreditRecord, first_decider: User) -> None:
    with pytest.raises(RecordMoved):
        _decide(draft, first_decider)


def test_decider_who_does_not_agree_ends_the_matter(heard: CreditRecord, first_decider: User) -> None:
    record = _decide(heard, first_decider, agrees=False, reason="证据不足。")

    assert record.state == RecordState.REVOKED
    assert record.effective_on is None


def test_severe_item_needs_the_committee_of_three(
    profile: CreditProfile, credit_officer: User, deciders: list[User], third_decider: User
) -> None:
    record = bring_to(RecordState.HEARD, propose(profile, credit_officer, "D10"), credit_officer, [])

    states = [_decide(record, decider).state for decider in [*deciders, third_decider]]

    assert states == [RecordState.HEARD, RecordState.HEARD, RecordState.DECIDED]


def test_fall_to_d_needs_the_committee_of_three(
    profile: CreditProfile, credit_officer: User, deciders: list[User], third_decider: User
) -> None:
    """−20 and −20 are 60, C; a further −5 is 55, D."""
    for item in ("D09", "D12:ordinary"):
        bring_to(RecordState.EFFECTIVE, propose(profile, credit_officer, item), credit_officer, deciders)
    record = bring_to(RecordState.HEARD, propose(profile, credit_officer, "D03:ordinary"), credit_officer, [])

    states = [_decide(record, decider).state for decider in [*deciders, third_decider]]

    assert states == [RecordState.HEARD, RecordState.HEARD, RecordState.DECIDED]


def test_bonus_is_decided_from_the_draft_and_takes_effect_at_once(
    profile: CreditProfile, credit_officer: User, deciders: list[User]
) -> None:
    record = propose(profile, credit_officer, "B04:city")
    for decider in deciders:
        record = _decide(record, decider)
    with pytest.raises(BonusNotServed):
        services.serve_record(record=record, actor=credit_officer, reason="邮寄", now=NOW)

    record = services.make_effective(
        record=record, actor=credit_officer, waived=False, confirmed=False, reason="", now=NOW
    )

    assert (record.state, record.ends_on) == (RecordState.EFFECTIVE, date(2026, 6, 2))
    assert score_profile(profile, NOW).score.score == 102


def test_record_takes_effect_ten_working_days_after_service(
    draft: CreditRecord, credit_officer: User, deciders: list[User], profile: CreditProfile
) -> None:
    record = bring_to(RecordState.SERVED, draft, credit_officer, deciders)
    make_effective = partial(
        services.make_effective, record=record, actor=credit_officer, waived=False, confirmed=False, reason=""
    )

    with pytest.raises(EffectStillWaits):
        make_effective(now=NOW + 14 * DAY)
    effective = make_effective(now=NOW + 15 * DAY)

    assert (effective.effective_on, effective.ends_on) == (date(2025, 6, 17), date(2026, 6, 17))
    assert score_profile(profile, NOW + 14 * DAY).score.score == 100
    assert score_profile(profile, NOW + 15 * DAY).score.score == 85


def test_waiver_lets_it_take_effect_at_once(draft: CreditRecord, credit_officer: User, deciders: list[User]) -> None:
    record = bring_to(RecordState.EFFECTIVE, draft, credit_officer, deciders)

    assert record.effective_on == date(2025, 6, 2)
    entry = AuditEntry.objects.get(action="credit.make_record_effective")
    assert (entry.detail["score_before"], entry.detail["score_after"], entry.detail["waived"]) == (100, 85, True)


def test_fall_to_c_or_d_is_confirmed_by_a_person(
    profile: CreditProfile, credit_officer: User, deciders: list[User], third_decider: User
) -> None:
    record = bring_to(
        RecordState.SERVED, propose(profile, credit_officer, "D10"), credit_officer, [*deciders, third_decider]
    )
    make_effective = partial(
        services.make_effective, record=record, actor=credit_officer, waived=True, reason="", now=NOW
    )

    with pytest.raises(FallNeedsConfirmation):
        make_effective(confirmed=False)

    assert make_effective(confirmed=True).state == RecordState.EFFECTIVE


def test_second_click_on_each_move_changes_nothing(
    draft: CreditRecord, credit_officer: User, deciders: list[User]
) -> None:
    record = bring_to(RecordState.SERVED, draft, credit_officer, deciders)
    services.serve_record(record=record, actor=credit_officer, reason="再次", now=NOW)
    record = bring_to(RecordState.EFFECTIVE, draft, credit_officer, deciders)
    services.make_effective(record=record, actor=credit_officer, waived=True, confirmed=True, reason="", now=NOW)

    assert record.steps.count() == 7


def test_service_says_how(draft: CreditRecord, credit_officer: User, deciders: list[User]) -> None:
    record = bring_to(RecordState.DECIDED, draft, credit_officer, deciders)

    with pytest.raises(ReasonMissing):
        services.serve_record(record=record, actor=credit_officer, reason="", now=NOW)


def test_revoked_record_no_longer_counts_but_did(
    draft: CreditRecord, credit_officer: User, deciders: list[User], profile: CreditProfile, first_decider: User
) -> None:
    record = bring_to(RecordState.EFFECTIVE, draft, credit_officer, deciders)

    services.revoke_record(record=record, actor=first_decider, reason="原决定有误。", now=NOW + 30 * DAY)

    assert score_profile(profile, NOW + 29 * DAY).score.score == 85
    assert score_profile(profile, NOW + 30 * DAY).score.score == 100


def test_revoking_needs_a_reason_and_works_once(draft: CreditRecord, first_decider: User) -> None:
    with pytest.raises(ReasonMissing):
        services.revoke_record(record=draft, actor=first_decider, reason="", now=NOW)
    services.revoke_record(record=draft, actor=first_decider, reason="重复提出。", now=NOW)
    services.revoke_record(record=draft, actor=first_decider, reason="再按一次。", now=NOW)

    assert draft.steps.filter(to_state=RecordState.REVOKED).count() == 1
    assert not Message.objects.exists()


def test_lapsed_record_is_not_revoked(
    draft: CreditRecord, credit_officer: User, deciders: list[User], first_decider: User
) -> None:
    record = bring_to(RecordState.EFFECTIVE, draft, credit_officer, deciders)
    services.advance_records(now=NOW + 365 * DAY)

    with pytest.raises(RecordMoved):
        services.revoke_record(record=record, actor=first_decider, reason="太迟。", now=NOW + 366 * DAY)


def test_certificates_bonus_is_not_revoked_by_hand(
    profile: CreditProfile, registrar: User, first_decider: User
) -> None:
    make_certificate(profile.practitioner, registrar)
    services.sync_competency_bonus(practitioner=profile.practitioner, now=NOW)

    with pytest.raises(ItemFollowsCertificate):
        services.revoke_record(record=CreditRecord.objects.get(), actor=first_decider, reason="…", now=NOW)


def test_records_lapse_by_date_alone(
    draft: CreditRecord, credit_officer: User, deciders: list[User], profile: CreditProfile
) -> None:
    bring_to(RecordState.EFFECTIVE, draft, credit_officer, deciders)

    assert services.advance_records(now=NOW + 364 * DAY) == 0
    assert score_profile(profile, NOW + 365 * DAY).score.score == 100
    assert services.advance_records(now=NOW + 365 * DAY) == 1
    assert services.advance_records(now=NOW + 365 * DAY) == 0
    step = draft.steps.get(to_state=RecordState.EXPIRED)
    assert (step.role, step.actor) == (StepRole.RULES, None)


def test_person_is_told_of_every_step_that_concerns_them(
    draft: CreditRecord, credit_officer: User, deciders: list[User], practitioner: Practitioner
) -> None:
    bring_to(RecordState.EFFECTIVE, draft, credit_officer, deciders)
    services.advance_records(now=NOW + 365 * DAY)

    assert Message.objects.filter(recipient=practitioner.user, key__startswith="credit-step-").count() == 6
