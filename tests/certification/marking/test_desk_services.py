from datetime import timedelta
from decimal import Decimal

import pytest

from certification.marking import services
from certification.marking.models import Mark, MarkingAssignment
from certification.marking.queries import anonymous_code, waiting_for
from lms.accounts.models import Organization, Practitioner, User
from tests.cast import NOW, make_practitioner
from tests.certification.marking.cast import give_mark

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def make_assessor(marker: User, employer: Organization | None) -> Practitioner:
    """The marker is a practitioner too, as assessors are."""
    person = make_practitioner(f"double.{marker.email}", "阅卷人", employer=employer)
    Practitioner.objects.filter(pk=person.pk).update(user=marker)
    return person


def test_answer_waits_once_for_each_marker(seats: list[MarkingAssignment], marker: User, second_marker: User) -> None:
    assert [line.assignment_id for line in waiting_for(marker)] == [seats[0].pk]
    services.take_assignment(assignment=seats[0], marker=marker, now=LATER)
    assert waiting_for(marker) == []
    assert [line.assignment_id for line in waiting_for(second_marker)] == [seats[1].pk]


def test_taking_twice_takes_one_seat(seats: list[MarkingAssignment], marker: User) -> None:
    first = services.take_assignment(assignment=seats[0], marker=marker, now=LATER)
    assert services.take_assignment(assignment=seats[1], marker=marker, now=LATER) == first
    assert MarkingAssignment.objects.filter(marker=marker).count() == 1


def test_second_marker_gets_the_seat_that_is_left(
    seats: list[MarkingAssignment], marker: User, second_marker: User
) -> None:
    services.take_assignment(assignment=seats[0], marker=marker, now=LATER)
    assert services.take_assignment(assignment=seats[0], marker=second_marker, now=LATER) == seats[1]


def test_third_marker_is_told_that_the_seats_are_taken(
    seats: list[MarkingAssignment], marker: User, second_marker: User, registrar: User
) -> None:
    for person in (marker, second_marker):
        services.take_assignment(assignment=seats[0], marker=person, now=LATER)
    with pytest.raises(services.TakenByOthers):
        services.take_assignment(assignment=seats[0], marker=registrar, now=LATER)


def test_colleague_of_the_candidate_never_marks(
    seats: list[MarkingAssignment], marker: User, employer_organization: Organization
) -> None:
    make_assessor(marker, employer_organization)
    assert waiting_for(marker) == []
    with pytest.raises(services.NotForThisMarker):
        services.take_assignment(assignment=seats[0], marker=marker, now=LATER)


def test_colleague_who_joined_after_taking_cannot_mark(
    seats: list[MarkingAssignment], marker: User, employer_organization: Organization
) -> None:
    services.take_assignment(assignment=seats[0], marker=marker, now=LATER)
    make_assessor(marker, employer_organization)
    with pytest.raises(services.NotForThisMarker):
        give_mark(seats[0], marker, "1", "1", "1")


def test_assessor_of_another_employer_may_mark(seats: list[MarkingAssignment], marker: User) -> None:
    make_assessor(marker, Organization.objects.create(name="别家", credit_code="91120000MADEMO0002"))
    assert len(waiting_for(marker)) == 1


def test_without_employers_nobody_shares_one(seats: list[MarkingAssignment], marker: User) -> None:
    Practitioner.objects.update(employer=None)
    make_assessor(marker, None)
    assert len(waiting_for(marker)) == 1


def test_candidate_never_marks_the_own_answer(seats: list[MarkingAssignment], practitioner: Practitioner) -> None:
    assert waiting_for(practitioner.user) == []
    with pytest.raises(services.NotForThisMarker):
        services.take_assignment(assignment=seats[0], marker=practitioner.user, now=LATER)


def test_code_names_the_answer_and_not_the_person(seats: list[MarkingAssignment]) -> None:
    code = anonymous_code(seats[0])
    assert code == anonymous_code(seats[1])
    assert code.replace("-", "").lower() not in str(seats[0].attempt_id).replace("-", "")


def test_mark_adds_up_its_criteria(seats: list[MarkingAssignment], marker: User) -> None:
    mark = give_mark(seats[0], marker, "6.5", "7", "0")
    assert (mark.points, mark.criteria) == (Decimal("13.5"), ["6.5", "7", "0"])


def test_same_mark_again_is_the_same_mark(seats: list[MarkingAssignment], marker: User) -> None:
    assert give_mark(seats[0], marker, "6", "7", "0") == give_mark(seats[0], marker, "6", "7", "0")
    assert Mark.objects.count() == 1


def test_another_mark_is_refused(seats: list[MarkingAssignment], marker: User) -> None:
    give_mark(seats[0], marker, "6", "7", "0")
    with pytest.raises(services.MarkedAlready):
        give_mark(seats[0], marker, "6", "7", "1")


@pytest.mark.parametrize(
    "points", [("9", "7", "5"), ("-1", "7", "5"), ("0.25", "7", "5"), ("8", "7"), ("8", "7", "5", "0")]
)
def test_points_outside_the_rubric_are_refused(
    seats: list[MarkingAssignment], marker: User, points: tuple[str, ...]
) -> None:
    with pytest.raises(services.PointsOutOfRange):
        give_mark(seats[0], marker, *points)


def test_only_the_seats_marker_marks(seats: list[MarkingAssignment], marker: User, second_marker: User) -> None:
    taken = services.take_assignment(assignment=seats[0], marker=marker, now=LATER)
    with pytest.raises(services.NotYourAnswer):
        services.record_mark(assignment=taken, marker=second_marker, criteria=[], comment="", now=LATER)
    with pytest.raises(services.NotYourAnswer):
        services.return_assignment(assignment=taken, marker=second_marker, now=LATER)


def test_answer_given_back_waits_again(seats: list[MarkingAssignment], marker: User, second_marker: User) -> None:
    taken = services.take_assignment(assignment=seats[0], marker=marker, now=LATER)
    for _click in range(2):
        services.return_assignment(assignment=taken, marker=marker, now=LATER)
    assert [line.assignment_id for line in waiting_for(second_marker)] == [seats[0].pk]


def test_marked_answer_is_not_given_back(seats: list[MarkingAssignment], marker: User) -> None:
    give_mark(seats[0], marker, "6", "7", "0")
    with pytest.raises(services.MarkedAlready):
        services.return_assignment(assignment=seats[0], marker=marker, now=LATER)
