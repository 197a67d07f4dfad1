"""Real transactions from real threads."""

from collections.abc import Callable
from functools import partial

import pytest

from courses.catalogue.models import CourseRun
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment, EnrollmentEvent
from courses.enrollment.queries import seats_taken
from courses.enrollment.services import RunFull, cancel_enrollment, enroll
from lms.accounts.models import Practitioner
from lms.notifications.models import Message
from tests.cast import NOW
from tests.courses.lectures import make_course, make_enrollment, make_people, make_run
from tests.races import outcomes_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def ask(run: CourseRun, practitioner: Practitioner) -> Callable[[], Enrollment]:
    return partial(enroll, run=run, practitioner=practitioner, now=NOW, actor=practitioner.user)


def test_twenty_ask_for_one_seat_and_one_gets_it() -> None:
    run = make_run(make_course(), capacity=1)

    answers = outcomes_at_once([ask(run, person) for person in make_people(20)])

    assert sum(isinstance(answer, Enrollment) for answer in answers) == 1
    assert sum(isinstance(answer, RunFull) for answer in answers) == 19
    assert Enrollment.objects.filter(run=run).count() == seats_taken(run) == 1


def test_twenty_clicks_of_one_person_leave_one_row_and_one_answer() -> None:
    run = make_run(make_course(), capacity=1)
    (person,) = make_people(1)

    answers = outcomes_at_once([ask(run, person)] * 20)

    enrollment = Enrollment.objects.get(run=run)
    assert answers == [enrollment] * 20
    assert EnrollmentEvent.objects.count() == Message.objects.count() == 1


def test_seats_freed_together_go_to_the_line_and_to_no_one_else() -> None:
    run = make_run(make_course(), capacity=3)
    people = make_people(10)
    seated = [make_enrollment(run, person) for person in people[:3]]
    waiting = [make_enrollment(run, person, EnrollmentState.WAITING) for person in people[3:6]]
    cancellations: list[Callable[[], object]] = [
        partial(cancel_enrollment, enrollment=place, actor=place.practitioner.user, now=NOW) for place in seated
    ]

    answers = outcomes_at_once([*cancellations, *(ask(run, person) for person in people[6:])])

    assert sum(isinstance(answer, RunFull) for answer in answers) == 4
    assert set(Enrollment.objects.filter(state="enrolled").values_list("pk", flat=True)) == {
        place.pk for place in waiting
    }
