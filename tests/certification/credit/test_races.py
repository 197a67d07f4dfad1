"""Parallel clicks with real threads and real transactions: one record per fact, one say per decider."""

import pytest

from certification.credit import services
from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.credit.cast import bring_to, make_certificate, propose
from tests.races import outcomes_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CLICKS = 20


def test_twenty_proposals_leave_one_draft(profile: CreditProfile, credit_officer: User) -> None:
    outcomes = outcomes_at_once([lambda: propose(profile, credit_officer)] * CLICKS)

    assert set(outcomes) == {CreditRecord.objects.get()}
    assert CreditRecord.objects.get().steps.count() == 1


def test_twenty_announcements_leave_one_bonus(profile: CreditProfile, registrar: User) -> None:
    make_certificate(profile.practitioner, registrar)

    outcomes = outcomes_at_once(
        [lambda: services.sync_competency_bonus(practitioner=profile.practitioner, now=NOW)] * CLICKS
    )

    assert set(outcomes) == {None}
    assert CreditRecord.objects.get().steps.count() == 1


def test_twenty_clicks_of_one_decider_are_one_say(
    draft: CreditRecord, credit_officer: User, first_decider: User
) -> None:
    record = bring_to(RecordState.HEARD, draft, credit_officer, [])

    outcomes = outcomes_at_once(
        [
            lambda: services.decide_record(
                record=record, decider=first_decider, agrees=True, reason="证据充分。", now=NOW
            )
        ]
        * CLICKS
    )

    assert set(outcomes) == {record}
    assert record.steps.filter(role=StepRole.DECIDER).count() == 1
