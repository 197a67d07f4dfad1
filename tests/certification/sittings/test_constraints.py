"""Each rule that the database keeps, broken once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certification.sittings.enums import AttemptState
from certification.sittings.models import Answer, Attempt, Registration, Sitting
from tests.cast import NOW
from tests.certification.sittings.cast import make_attempt, make_registration

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("sitting_window_ordered", {"closes_at": NOW - timedelta(days=1)}),
        ("sitting_registration_ordered", {"registration_closes_at": NOW - timedelta(days=99)}),
        ("sitting_time_positive", {"minutes": 0}),
        ("sitting_time_positive", {"capacity": 0}),
    ],
)
def test_sitting_cannot_be_impossible(sitting: Sitting, constraint: str, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Sitting.objects.filter(pk=sitting.pk).update(**fields)


def test_registration_is_one_per_practitioner_and_sitting(registration: Registration) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(registration.sitting, registration.practitioner)


def test_extra_time_is_a_factor_from_one_to_three(registration: Registration) -> None:
    with pytest.raises(IntegrityError, match="registration_extra_time_in_range"), transaction.atomic():
        Registration.objects.update(extra_time="3.01")


def test_attempt_is_open_once_per_registration(attempt: Attempt) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attempt(attempt.registration)


def test_attempt_ends_after_it_starts(attempt: Attempt) -> None:
    with pytest.raises(IntegrityError, match="attempt_deadline_after_start"), transaction.atomic():
        Attempt.objects.update(deadline_at=NOW)


@pytest.mark.parametrize("fields", [{"ended_at": NOW}, {"state": AttemptState.SUBMITTED}])
def test_attempt_that_ended_says_when(attempt: Attempt, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="attempt_end_recorded"), transaction.atomic():
        Attempt.objects.update(**fields)


def test_answer_has_one_row_per_sequence(attempt: Attempt) -> None:
    values = {"attempt": attempt, "position": 1, "sequence": 1, "value": {"choices": ["A"]}, "received_at": NOW}
    Answer.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**values)
