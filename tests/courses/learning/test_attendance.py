from datetime import timedelta

import pytest
from django.db import IntegrityError

from courses.catalogue.enums import RunState
from courses.catalogue.models import CourseRun, CourseSession
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.learning.models import Attendance, CheckIn
from courses.learning.services import (
    CheckInClosed,
    CheckInNotOpen,
    NotEnrolled,
    NotInThisRun,
    RunNotHeld,
    SessionNotBegun,
    check_in,
    close_ended_sessions,
    close_session,
    undo_check_in,
)
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.cast import NOW
from tests.courses.lectures import make_enrollment


def states(enrollment: Enrollment) -> dict[str, tuple[str, int]]:
    rows = enrollment.attendances.values_list("session__title", "state", "minutes")
    return {title: (state, minutes) for title, state, minutes in rows}


def test_check_in_records_presence(seat: Enrollment, sessions: list[CourseSession], course_manager: User) -> None:
    made = check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)

    assert (made.recorded_by, made.recorded_at, made.voids) == (course_manager, NOW, None)
    assert states(seat) == {"第1讲": ("present", 100)}
    assert AuditEntry.objects.get(action="learning.check_in").actor == course_manager


def test_check_in_again_gives_the_same_row(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User
) -> None:
    first = check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)

    assert check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW) == first
    assert CheckIn.objects.count() == 1


def test_undo_adds_a_voiding_row(seat: Enrollment, sessions: list[CourseSession], course_manager: User) -> None:
    made = check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)

    undone = undo_check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)

    assert undone is not None
    assert undone.voids == made
    assert states(seat) == {}
    assert undo_check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW) is None
    check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)
    assert states(seat) == {"第1讲": ("present", 100)}
    assert CheckIn.objects.count() == 3


def test_undo_after_the_session_leaves_an_absence(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User
) -> None:
    check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)

    undo_check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=sessions[0].ends_at)

    assert states(seat) == {"第1讲": ("absent", 0)}


def test_check_in_opens_on_the_day_and_closes_two_weeks_after(
    seat: Enrollment, sessions: list[CourseSession], series: CourseRun, course_manager: User
) -> None:
    # NOW is 10:00 in Tianjin, so the second session's day begins 14 hours from now.
    midnight = NOW + timedelta(hours=14)
    with pytest.raises(CheckInNotOpen):
        check_in(session=sessions[1], enrollment=seat, recorded_by=course_manager, now=midnight - timedelta(seconds=1))
    with pytest.raises(CheckInClosed):
        check_in(
            session=sessions[1], enrollment=seat, recorded_by=course_manager, now=series.ends_at + timedelta(days=14)
        )

    check_in(session=sessions[1], enrollment=seat, recorded_by=course_manager, now=midnight)

    assert states(seat) == {"第2讲": ("present", 100)}


@pytest.mark.parametrize("state", [EnrollmentState.WAITING, EnrollmentState.CANCELLED])
def test_check_in_needs_a_seat(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User, state: EnrollmentState
) -> None:
    seat.state = state
    seat.save()

    with pytest.raises(NotEnrolled):
        check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)


def test_check_in_refuses_another_runs_learner(
    seat: Enrollment, run: CourseRun, outsider: Practitioner, course_manager: User, sessions: list[CourseSession]
) -> None:
    elsewhere = make_enrollment(run, outsider)

    with pytest.raises(NotInThisRun):
        check_in(session=sessions[0], enrollment=elsewhere, recorded_by=course_manager, now=NOW)


def test_check_in_refuses_a_cancelled_run(
    seat: Enrollment, series: CourseRun, sessions: list[CourseSession], course_manager: User
) -> None:
    series.state = RunState.CANCELLED
    series.save()

    with pytest.raises(RunNotHeld):
        check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)


def test_close_session_marks_the_rest_absent(
    seat: Enrollment, series: CourseRun, colleague: Practitioner, sessions: list[CourseSession], course_manager: User
) -> None:
    other = make_enrollment(series, colleague)
    check_in(session=sessions[0], enrollment=seat, recorded_by=course_manager, now=NOW)

    absent = close_session(session=sessions[0], recorded_by=course_manager, now=sessions[0].ends_at)

    assert absent == 1
    assert (states(seat), states(other)) == ({"第1讲": ("present", 100)}, {"第1讲": ("absent", 0)})
    assert close_session(session=sessions[0], recorded_by=course_manager, now=sessions[0].ends_at) == 0


def test_close_session_waits_for_its_begin(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User
) -> None:
    with pytest.raises(SessionNotBegun):
        close_session(session=sessions[1], recorded_by=course_manager, now=NOW)


def test_sweep_closes_what_nobody_closed_after_a_day(seat: Enrollment, sessions: list[CourseSession]) -> None:
    a_day_later = sessions[0].ends_at + timedelta(hours=24)

    assert close_ended_sessions(now=a_day_later - timedelta(seconds=1)) == 0
    assert close_ended_sessions(now=a_day_later) == 1
    assert close_ended_sessions(now=a_day_later) == 0
    assert states(seat) == {"第1讲": ("absent", 0)}


def test_second_attendance_is_refused_by_the_database(seat: Enrollment, sessions: list[CourseSession]) -> None:
    row = {"session": sessions[0], "enrollment": seat, "updated_at": NOW}
    Attendance.objects.create(**row, state="present", minutes=100)

    with pytest.raises(IntegrityError, match=r"UNIQUE|attendance_once"):
        Attendance.objects.create(**row, state="present", minutes=100)


def test_minutes_of_an_absence_are_refused_by_the_database(seat: Enrollment, sessions: list[CourseSession]) -> None:
    with pytest.raises(IntegrityError, match="attendance_absent_no_minutes"):
        Attendance.objects.create(session=sessions[0], enrollment=seat, updated_at=NOW, state="absent", minutes=5)
