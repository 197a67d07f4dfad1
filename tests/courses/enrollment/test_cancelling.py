from datetime import timedelta

import pytest

from courses.catalogue.models import CourseRun
from courses.catalogue.services import cancel_run
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.enrollment.queries import seats_taken
from courses.enrollment.rules import may_cancel
from courses.enrollment.services import CancellationTooLate, cancel_enrollment
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.cast import NOW
from tests.courses.lectures import make_enrollment


def test_cancel_frees_the_seat(run: CourseRun, enrollment: Enrollment) -> None:
    actor = enrollment.practitioner.user

    cancelled = cancel_enrollment(enrollment=enrollment, actor=actor, now=NOW, reason="出差")

    assert cancelled.state == EnrollmentState.CANCELLED
    assert seats_taken(run) == 0
    assert cancelled.events.get().reason == "出差"
    assert not Message.objects.exists()


def test_cancel_again_changes_nothing(run: CourseRun, enrollment: Enrollment) -> None:
    actor = enrollment.practitioner.user
    cancel_enrollment(enrollment=enrollment, actor=actor, now=NOW)

    cancel_enrollment(enrollment=enrollment, actor=actor, now=run.ends_at)

    assert enrollment.events.count() == 1


def test_learner_cannot_cancel_once_it_began(run: CourseRun, enrollment: Enrollment) -> None:
    with pytest.raises(CancellationTooLate):
        cancel_enrollment(enrollment=enrollment, actor=enrollment.practitioner.user, now=run.starts_at)


def test_association_cancels_until_the_end_and_says_so(
    run: CourseRun, enrollment: Enrollment, course_manager: User
) -> None:
    with pytest.raises(CancellationTooLate):
        cancel_enrollment(enrollment=enrollment, actor=course_manager, now=run.ends_at)

    cancel_enrollment(enrollment=enrollment, actor=course_manager, now=run.starts_at, reason="请假")

    message = Message.objects.get(recipient=enrollment.practitioner.user)
    assert "请假" in message.body


def test_cancelled_run_frees_everyone_and_moves_nobody_up(
    run: CourseRun, enrollment: Enrollment, colleague: Practitioner, course_manager: User
) -> None:
    waiting = make_enrollment(run, colleague, EnrollmentState.WAITING)

    cancel_run(run=run, reason="讲师生病", actor=course_manager, now=NOW)

    enrollment.refresh_from_db()
    waiting.refresh_from_db()
    assert (enrollment.state, waiting.state) == ("cancelled", "cancelled")
    assert Message.objects.filter(body__contains="讲师生病").count() == 2


@pytest.mark.parametrize(
    ("offset", "learner", "staff"),
    [(timedelta(0), False, True), (-timedelta(seconds=1), True, True), (timedelta(hours=8), False, False)],
)
def test_may_cancel_until(run: CourseRun, offset: timedelta, learner: bool, staff: bool) -> None:
    now = run.starts_at + offset

    assert (may_cancel(run, now, by_staff=False), may_cancel(run, now, by_staff=True)) == (learner, staff)
