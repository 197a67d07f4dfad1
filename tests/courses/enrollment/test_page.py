from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from courses.catalogue.enums import RunState
from courses.catalogue.models import Course, CourseRun
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.queries import runs_for_page
from lms.accounts.models import Practitioner
from tests.cast import NOW
from tests.courses.lectures import make_enrollment, make_run, make_session


def test_run_offers_a_seat(run: CourseRun) -> None:
    (shown,) = runs_for_page(run.course, None, NOW)

    assert (shown.code, shown.action, shown.seats_left, shown.status) == ("lecture-hall-1", "enroll", 20, "open")
    assert [session.venue for session in shown.sessions] == ["海河厅"]


def test_full_run_offers_the_line_until_its_cutoff(run: CourseRun, practitioner: Practitioner) -> None:
    run.capacity = 1
    run.save()
    make_enrollment(run, practitioner)

    (before,) = runs_for_page(run.course, None, NOW)
    run.promotion_cutoff_at = NOW
    run.save()
    (after,) = runs_for_page(run.course, None, NOW)

    assert (before.action, before.status) == ("wait", "full")
    assert (after.action, after.note) == (
        "none",
        "All seats are taken and the waiting list no longer moves up. Choose another date.",
    )


@pytest.mark.parametrize(
    ("state", "enrolled", "waiting"),
    [
        (EnrollmentState.ENROLLED, True, False),
        (EnrollmentState.WAITING, False, True),
        (EnrollmentState.CANCELLED, False, False),
    ],
)
def test_run_knows_the_visitors_place(
    run: CourseRun, practitioner: Practitioner, state: EnrollmentState, enrolled: bool, waiting: bool
) -> None:
    make_enrollment(run, practitioner, state)

    (shown,) = runs_for_page(run.course, practitioner, NOW)

    assert (shown.is_enrolled, shown.is_waiting) == (enrolled, waiting)
    assert shown.action == ("enroll" if state == EnrollmentState.CANCELLED else "none")


@pytest.mark.parametrize(
    ("days", "note"),
    [
        (-31, "Enrollment has not opened yet."),
        (-1, "Enrollment has closed."),
        (0, "This run is under way; enrollment has closed."),
        (1, ""),
    ],
)
def test_run_says_why_there_is_nothing_to_do(run: CourseRun, days: int, note: str) -> None:
    (shown,) = runs_for_page(run.course, None, run.starts_at + timedelta(days=days))

    assert (shown.action, shown.note) == ("none", note)


def test_runs_come_by_date_and_the_past_last(course: Course) -> None:
    for code, days in (("old", -60), ("older", -90), ("later", 20), ("soon", 5)):
        make_run(course, code, starts_at=NOW + timedelta(days=days))
    make_run(course, "draft", state=RunState.DRAFT)
    make_run(course, "called-off", state=RunState.CANCELLED, starts_at=NOW + timedelta(days=30))
    make_run(course, "long-gone", state=RunState.CANCELLED, starts_at=NOW - timedelta(days=30))

    shown = runs_for_page(course, None, NOW)

    assert [run.code for run in shown] == ["soon", "later", "called-off", "old", "older"]
    assert shown[2].note == "This run was canceled. Choose another date."


def test_queries_do_not_grow_with_runs(
    run: CourseRun, practitioner: Practitioner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Runs, sessions, venues, speakers, seats, the visitor's own places.
    with django_assert_num_queries(6):
        runs_for_page(run.course, practitioner, NOW)
    for number in range(2):
        make_session(make_run(run.course, f"more-{number}"))

    with django_assert_num_queries(6):
        runs_for_page(run.course, practitioner, NOW)


def test_template_gives_each_visitor_the_right_control(
    run: CourseRun, practitioner: Practitioner, rf: RequestFactory
) -> None:
    request = rf.get("/courses/lecture-hall/")

    def shown(person: Practitioner | None) -> str:
        request.user = person.user if person else AnonymousUser()
        context = {"runs": runs_for_page(run.course, person, NOW)}
        return render_to_string("catalogue/runs.html", context, request=request)

    assert "/accounts/login/?next=/courses/lecture-hall/" in shown(None)
    assert "/courses/runs/lecture-hall-1/enroll/" in shown(practitioner)
    make_enrollment(run, practitioner)
    assert "You are enrolled" in shown(practitioner)


def test_template_of_a_course_without_dates_leads_on(course: Course, rf: RequestFactory) -> None:
    assert "No dates yet" in render_to_string("catalogue/runs.html", {"runs": []})
