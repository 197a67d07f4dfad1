from datetime import timedelta

import pytest
from django.test import Client

from certification.marking import services
from certification.marking.models import MarkingAssignment, Result
from certification.sittings.models import Attempt
from certification.sittings.services import submit_attempt
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.marking.cast import answer_all, give_mark
from tests.certification.sittings.conftest import assessment, attempt, registration, sitting, small_paper
from tests.conftest import signed_in

__all__ = ["assessment", "attempt", "registration", "sitting", "small_paper"]


@pytest.fixture
def ended_attempt(attempt: Attempt) -> Attempt:
    """All objective items right and a case written, handed in after an hour."""
    answer_all(attempt)
    return submit_attempt(attempt=attempt, now=NOW + timedelta(hours=1))


@pytest.fixture
def seats(ended_attempt: Attempt) -> list[MarkingAssignment]:
    return list(MarkingAssignment.objects.filter(attempt=ended_attempt).order_by("seat"))


@pytest.fixture
def proposed(seats: list[MarkingAssignment], marker: User, second_marker: User) -> Result:
    """80 objective points and 14 for the case: passed."""
    give_mark(seats[0], marker, "6", "5", "3")
    give_mark(seats[1], second_marker, "6", "5", "3")
    return Result.objects.get()


@pytest.fixture
def released(proposed: Result, examiner: User) -> Result:
    return services.release_results(results=[proposed], released_by=examiner, now=NOW + timedelta(days=2))[0]


@pytest.fixture
def marker_client(marker: User) -> Client:
    return signed_in(marker)


@pytest.fixture
def examiner_client(examiner: User) -> Client:
    return signed_in(examiner)
