"""Each rule that the database keeps, broken once."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certification.marking.enums import ResultState
from certification.marking.models import Mark, MarkingAssignment, Result
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.marking.cast import give_mark

pytestmark = pytest.mark.django_db


def test_seat_is_there_once(seats: list[MarkingAssignment]) -> None:
    first = seats[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        MarkingAssignment.objects.create(attempt=first.attempt, paper_item=first.paper_item, seat=1)


def test_marker_has_an_answer_once(seats: list[MarkingAssignment], marker: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MarkingAssignment.objects.update(marker=marker)


def test_there_is_no_fourth_seat(seats: list[MarkingAssignment]) -> None:
    with pytest.raises(IntegrityError, match="assignment_seat_known"), transaction.atomic():
        MarkingAssignment.objects.filter(pk=seats[0].pk).update(seat=4)


def test_mark_is_given_once(seats: list[MarkingAssignment], marker: User) -> None:
    mark = give_mark(seats[0], marker, "1", "1", "1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(assignment=mark.assignment, criteria=[], points=0, marked_at=NOW)


def test_mark_is_not_negative(seats: list[MarkingAssignment], marker: User) -> None:
    give_mark(seats[0], marker, "1", "1", "1")
    with pytest.raises(IntegrityError, match="mark_points_not_negative"), transaction.atomic():
        Mark.objects.update(points=-1)


def test_attempt_has_one_result(proposed: Result) -> None:
    proposed.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.save()


@pytest.mark.parametrize("fields", [{"state": ResultState.RELEASED}, {"released_at": NOW}])
def test_released_result_names_person_and_time(proposed: Result, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="result_release_whole"), transaction.atomic():
        Result.objects.update(**fields)
