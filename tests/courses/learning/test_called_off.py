"""A run that is called off while it is under way: what is recorded stands, and everyone is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.catalogue.models import Course, CourseRun, CourseSession
from courses.catalogue.services import RunUnderWay, cancel_run
from courses.enrollment.models import Enrollment
from courses.hours.models import HoursEntry
from courses.learning.enums import AttendanceState
from courses.learning.models import Attendance, CheckIn
from courses.learning.queries import my_course, standing_completion
from courses.learning.services import RunNotHeld, check_in
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.cast import NOW
from tests.conftest import signed_in
from tests.courses.lectures import make_enrollment, make_run, make_session

pytestmark = pytest.mark.usefixtures("hours_rules")


def test_attendance_completion_and_hours_stand(
    series: CourseRun, sessions: list[CourseSession], seat: Enrollment, colleague: Practitioner, course_manager: User
) -> None:
    other = make_enrollment(series, colleague)
    for session in sessions:
        check_in(session=session, enrollment=seat, recorded_by=course_manager, now=session.starts_at)
    check_in(session=sessions[0], enrollment=other, recorded_by=course_manager, now=sessions[0].starts_at)
    completion = standing_completion(seat)

    cancel_run(run=series, reason="场地停电", actor=course_manager, now=sessions[2].starts_at)

    assert completion is not None
    assert standing_completion(seat) == completion
    assert [entry.hours for entry in HoursEntry.objects.order_by("pk")] == [Decimal("6.5")]
    assert CheckIn.objects.filter(voids=None).count() == 4
    assert Attendance.objects.filter(state=AttendanceState.PRESENT).count() == 4
    shown = my_course(Enrollment.objects.get(pk=seat.pk), sessions[2].starts_at)
    assert (shown.status, [session.status for session in shown.sessions]) == ("completed", ["present"] * 3)
    with pytest.raises(RunNotHeld):
        check_in(session=sessions[1], enrollment=other, recorded_by=course_manager, now=sessions[1].starts_at)


def test_everyone_is_told_that_what_is_recorded_stands(
    series: CourseRun, seat: Enrollment, colleague: Practitioner, course_manager: User
) -> None:
    make_enrollment(series, colleague)

    cancel_run(run=series, reason="场地停电", actor=course_manager, now=NOW)

    bodies = list(Message.objects.values_list("body", flat=True))
    assert len(bodies) == 2
    assert all("场地停电" in body and "recorded stand" in body for body in bodies)


@pytest.mark.parametrize("reason", ["", "  "])
def test_run_under_way_is_not_canceled_without_a_reason(
    series: CourseRun, seat: Enrollment, course_manager: User, reason: str
) -> None:
    with pytest.raises(RunUnderWay):
        cancel_run(run=series, reason=reason, actor=course_manager, now=series.starts_at)
    series.refresh_from_db()
    assert series.state == "published"
    cancel_run(run=series, reason=reason, actor=course_manager, now=series.starts_at - timedelta(seconds=1))


def test_page_says_what_stands_and_the_roster_keeps_showing_it(
    course: Course, practitioner: Practitioner, colleague: Practitioner, course_manager: User
) -> None:
    begun = timezone.now() - timedelta(minutes=30)
    run = make_run(course, "begun", starts_at=begun)
    session = make_session(run, starts_at=begun)
    make_enrollment(run, colleague)
    check_in(
        session=session,
        enrollment=make_enrollment(run, practitioner),
        recorded_by=course_manager,
        now=timezone.now(),
    )
    client = signed_in(course_manager)
    address = f"/desk/runs/{run.code}/call-off/"

    assert "What is recorded stands" in client.get(address).content.decode()
    assert "This field is required" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "场地停电"})

    page = client.get(f"/desk/runs/{run.code}/").content.decode()
    assert "What is recorded stands" in page
    assert practitioner.name in page
    assert colleague.name not in page
    assert "1 of 1 present" in page
    assert "/check-in/" not in page


def test_roster_of_a_run_that_was_called_off_before_it_began_says_so(
    run: CourseRun, enrollment: Enrollment, course_manager: User
) -> None:
    cancel_run(run=run, reason="讲师生病", actor=course_manager, now=NOW)

    page = signed_in(course_manager).get(f"/desk/runs/{run.code}/").content.decode()

    assert "This run was called off" in page
    assert "What is recorded stands" not in page
