from datetime import timedelta

import pytest
from django.db import IntegrityError

from courses.catalogue.enums import RunPhase, RunState
from courses.catalogue.models import Course, CourseRun, CourseSession
from courses.catalogue.queries import course_detail, phase_of, runs_visible_to
from courses.catalogue.services import (
    CapacityBelowSeatsTaken,
    RunCancelled,
    RunIsOver,
    RunWithoutSessions,
    SessionOutsideRun,
    cancel_run,
    publish_run,
    save_course,
    save_run,
)
from courses.enrollment.models import Enrollment
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.competency.models import Element
from tests.cast import NOW
from tests.courses.lectures import make_run, make_session


def test_save_course_refreshes_what_it_is_found_by(course: Course) -> None:
    course.title_zh = "ＡＢＣ　讲座"
    element = Element.objects.get_or_create(
        code="GEN.01", defaults={"domain": course.domain, "name_zh": "诚信执业", "name_en": "Integrity", "level": "L1"}
    )[0]

    save_course(course=course, elements=[element])

    course.refresh_from_db()
    assert course.search_text.startswith("abc 讲座\n")
    assert "诚信执业" in course.search_text


def test_publish_needs_a_session(course: Course, course_manager: User) -> None:
    run = make_run(course, state=RunState.DRAFT)
    with pytest.raises(RunWithoutSessions):
        publish_run(run=run, actor=course_manager, now=NOW)
    make_session(run)

    assert publish_run(run=run, actor=course_manager, now=NOW).state == "published"
    assert publish_run(run=run, actor=course_manager, now=NOW).state == "published"
    assert AuditEntry.objects.filter(action="catalogue.publish_run").count() == 1


def test_publish_refuses_a_session_outside_the_run(course: Course, course_manager: User) -> None:
    run = make_run(course, state=RunState.DRAFT)
    make_session(run, starts_at=run.starts_at - timedelta(days=1))

    with pytest.raises(SessionOutsideRun):
        publish_run(run=run, actor=course_manager, now=NOW)


def test_cancelled_run_stays_cancelled(run: CourseRun, course_manager: User) -> None:
    cancel_run(run=run, reason="讲师生病", actor=course_manager, now=NOW)

    assert cancel_run(run=run, reason="讲师生病", actor=course_manager, now=NOW).state == "cancelled"
    with pytest.raises(RunCancelled):
        publish_run(run=run, actor=course_manager, now=NOW)


def test_run_that_is_over_cannot_be_cancelled(run: CourseRun, course_manager: User) -> None:
    with pytest.raises(RunIsOver):
        cancel_run(run=run, reason="", actor=course_manager, now=run.ends_at)


def test_seats_cannot_fall_below_those_taken(run: CourseRun, enrollment: Enrollment, course_manager: User) -> None:
    run.capacity = 1
    save_run(run=run, actor=course_manager, now=NOW)
    Enrollment.objects.filter(pk=enrollment.pk).update(state="offered")
    run.capacity = 0

    with pytest.raises(CapacityBelowSeatsTaken):
        save_run(run=run, actor=course_manager, now=NOW)


def test_saving_an_old_copy_does_not_unpublish(run: CourseRun, course_manager: User) -> None:
    old_copy = CourseRun.objects.get(pk=run.pk)
    cancel_run(run=run, reason="", actor=course_manager, now=NOW)

    save_run(run=old_copy, actor=course_manager, now=NOW)

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


@pytest.mark.parametrize(
    ("days", "phase"),
    [
        (-31, RunPhase.UPCOMING),
        (-30, RunPhase.OPEN),
        (-2, RunPhase.OPEN),
        (-1, RunPhase.CLOSED),
        (0, RunPhase.RUNNING),
        (1, RunPhase.FINISHED),
    ],
)
def test_phase_is_the_same_in_python_and_sql(run: CourseRun, days: int, phase: RunPhase) -> None:
    now = run.starts_at + timedelta(days=days)

    assert phase_of(run, now) == phase
    assert [each for each in RunPhase if CourseRun.objects.in_phase(each, now).exists()] == [phase]


def test_series_that_still_enrolls_is_open_while_under_way(run: CourseRun) -> None:
    run.enrollment_closes_at = run.ends_at
    run.save()

    assert phase_of(run, run.starts_at) == RunPhase.OPEN
    assert CourseRun.objects.in_phase(RunPhase.RUNNING, run.starts_at).count() == 0


def test_drafts_are_the_associations_own(course: Course, practitioner: Practitioner, course_manager: User) -> None:
    make_run(course, state=RunState.DRAFT)

    assert runs_visible_to(practitioner.user).count() == 0
    assert runs_visible_to(course_manager).count() == 1


def test_course_detail_shows_the_run_that_is_not_over(course: Course) -> None:
    make_session(make_run(course, "past", starts_at=NOW - timedelta(days=90)), minutes=45)
    make_session(make_run(course, "coming"), minutes=100)

    detail = course_detail(course, NOW)

    assert (detail.title, detail.level, detail.session_count, detail.minutes) == (
        "Lecture hall on IP and innovation",
        "L1 Foundation",
        1,
        100,
    )


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"capacity": 0}, "run_capacity_positive"),
        ({"ends_at": NOW - timedelta(days=400)}, "run_ends_after_start"),
        ({"enrollment_closes_at": NOW - timedelta(days=400)}, "run_enrollment_window_ordered"),
        ({"required_attendance_percent": 101}, "run_attendance_percent_in_range"),
    ],
)
def test_run_that_makes_no_sense_is_refused_by_the_database(
    run: CourseRun, changes: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        CourseRun.objects.filter(pk=run.pk).update(**changes)


@pytest.mark.parametrize(
    ("field", "constraint"), [("level", "course_level_known"), ("category", "course_category_known")]
)
def test_unknown_level_and_category_are_refused_by_the_database(course: Course, field: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Course.objects.filter(pk=course.pk).update(**{field: "no"})


def test_session_that_ends_before_it_begins_is_refused_by_the_database(run: CourseRun) -> None:
    with pytest.raises(IntegrityError, match="session_ends_after_start"):
        CourseSession.objects.update(ends_at=run.starts_at - timedelta(hours=1))
