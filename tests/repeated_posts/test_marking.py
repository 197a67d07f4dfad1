"""Cases that wait for a mark, and results that wait for their release."""

from datetime import timedelta

import pytest
from django.test import Client

from certification.certificates.models import Certificate
from certification.marking import services
from certification.marking.models import Mark, MarkingAssignment, Result
from certification.sittings.models import Attempt
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.cast import NOW
from tests.certification.marking.cast import give_mark
from tests.conftest import signed_in
from tests.repeated_posts.clicks import press_twice, repeats

pytestmark = pytest.mark.django_db
POINTS = {"criterion_0": "6", "criterion_1": "5", "criterion_2": "3", "comment": "依据充分"}


@pytest.fixture
def desk(marker: User) -> Client:
    return signed_in(marker)


@repeats("marking:take")
def test_case_is_taken(desk: Client, seats: list[MarkingAssignment]) -> None:
    press_twice(desk, f"/desk/marking/{seats[0].pk}/take/", says="指出风险")


@repeats("marking:give_back")
def test_case_is_given_back(desk: Client, seats: list[MarkingAssignment], marker: User) -> None:
    services.take_assignment(assignment=seats[0], marker=marker, now=NOW)

    press_twice(desk, f"/desk/marking/{seats[0].pk}/return/", says="The answer waits for another marker.")


@repeats("marking:mark")
def test_mark_is_recorded(desk: Client, seats: list[MarkingAssignment], marker: User, second_marker: User) -> None:
    give_mark(seats[1], second_marker, "6", "5", "3")
    taken = services.take_assignment(assignment=seats[0], marker=marker, now=NOW)

    press_twice(desk, f"/desk/marking/{taken.pk}/", POINTS, says="Your mark is recorded.")

    assert (Mark.objects.count(), Result.objects.count()) == (2, 1)


@repeats("marking:release")
def test_results_are_released(
    proposed: Result, examiner: User, practitioner: Practitioner, template: object, signing_keys: None
) -> None:
    sent = {"result": [proposed.pk], "confirmed": "yes"}

    press_twice(signed_in(examiner), "/desk/results/release/", sent, says="0 results released.")

    assert Certificate.objects.count() == 1
    assert Message.objects.filter(recipient=practitioner.user).count() == 2


@repeats("marking:mark_waiting")
def test_waiting_attempts_are_marked(attempt: Attempt, examiner: User) -> None:
    """Handed in while the machine that marks was away."""
    Attempt.objects.filter(pk=attempt.pk).update(state="submitted", ended_at=NOW + timedelta(hours=1))

    press_twice(signed_in(examiner), "/desk/results/mark/", says="No attempt waits for its marking.")
