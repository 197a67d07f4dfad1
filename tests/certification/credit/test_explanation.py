"""The lines of the sum add up to the score that they explain."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.credit.enums import RecordState
from certification.credit.models import CreditProfile, CreditRecord
from certification.credit.queries import OwnProfile, own_profile
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.credit.cast import propose

pytestmark = pytest.mark.django_db


def _in_effect(profile: CreditProfile, officer: User, *items: str) -> OwnProfile:
    for number, item in enumerate(items):
        record = propose(profile, officer, item, fact_key=f"fact {number}")
        CreditRecord.objects.filter(pk=record.pk).update(
            state=RecordState.EFFECTIVE,
            effective_on=timezone.localdate(NOW),
            ends_on=timezone.localdate(NOW) + timedelta(days=365),
        )
    own = own_profile(profile.practitioner, NOW)
    assert own is not None
    return own


def test_each_line_carries_the_sum_on(profile: CreditProfile, credit_officer: User) -> None:
    own = _in_effect(profile, credit_officer, "D03:ordinary", "B04:city")

    assert [(step.points, step.total) for step in own.steps] == [(None, 100), (-5, 95), (None, 95), (2, 97), (None, 97)]


def test_barred_bonus_is_said(profile: CreditProfile, credit_officer: User) -> None:
    own = _in_effect(profile, credit_officer, "D05", "B04:city")

    assert [(step.points, step.total) for step in own.steps] == [
        (None, 100),
        (-15, 85),
        (None, 85),
        (0, 85),
        (None, 85),
    ]
    assert "No bonus counts" in str(own.steps[3].note)


def test_limit_of_the_bonuses_is_a_line(profile: CreditProfile, credit_officer: User) -> None:
    own = _in_effect(profile, credit_officer, *["B04:national"] * 4)

    assert [(step.points, step.total) for step in own.steps[-2:]] == [(-2, 110), (None, 110)]


def test_sum_never_falls_below_zero(profile: CreditProfile, credit_officer: User) -> None:
    own = _in_effect(profile, credit_officer, "D13:revoked", "D10")

    assert [step.total for step in own.steps] == [100, 70, 0, 0, 0]


def test_severe_record_that_caps_the_grade_is_named(profile: CreditProfile, credit_officer: User) -> None:
    """The first rule set needs no cap (30 points bring anyone to C); one with milder points does."""
    record = propose(profile, credit_officer, "D10")
    CreditRecord.objects.filter(pk=record.pk).update(
        state=RecordState.EFFECTIVE, effective_on=timezone.localdate(NOW), points=-5
    )
    own = own_profile(profile.practitioner, NOW)
    assert own is not None

    assert (own.standing.score.score, own.standing.score.level) == (95, "C")
    assert any("An active severe record (D10) allows C at best." in str(reason) for reason in own.level_reasons)


def test_profiles_and_records_are_seen_by_their_person_and_officers_only(
    draft: CreditRecord, practitioner: Practitioner, outsider: Practitioner, credit_officer: User
) -> None:
    for user, seen in ((practitioner.user, 1), (outsider.user, 0), (credit_officer, 1)):
        assert CreditProfile.objects.visible_to(user).count() == seen
        assert CreditRecord.objects.visible_to(user).count() == seen
