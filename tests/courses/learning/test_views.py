from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.catalogue.models import Course, CourseRun, CourseSession
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.learning.models import CheckIn
from lms.accounts.models import Practitioner, User
from tests.conftest import signed_in
from tests.courses.lectures import make_course, make_enrollment, make_people, make_run, make_session

pytestmark = pytest.mark.usefixtures("hours_rules")


@pytest.fixture
def today(course: Course) -> CourseRun:
    """A run that goes on right now, by the clock on the wall."""
    run = make_run(course, "today", starts_at=timezone.now() - timedelta(minutes=10))
    make_session(run)
    return run


@pytest.fixture
def meeting(today: CourseRun) -> CourseSession:
    return today.sessions.get()


@pytest.fixture
def place(today: CourseRun, practitioner: Practitioner) -> Enrollment:
    return make_enrollment(today, practitioner)


@pytest.fixture
def desk(course_manager: User) -> Client:
    return signed_in(course_manager)


def address(meeting: CourseSession, place: Enrollment, deed: str) -> str:
    return f"/desk/runs/today/{meeting.pk}/{place.pk}/{deed}/"


def test_my_courses_lists_what_comes_and_what_was(
    place: Enrollment, practitioner: Practitioner, practitioner_client: Client
) -> None:
    past = make_run(make_course("past", title_en="A past one"), "past", starts_at=timezone.now() - timedelta(days=40))
    make_session(past)
    make_enrollment(past, practitioner)

    page = practitioner_client.get("/my/courses/").content.decode()

    coming, over = page.split('id="past"')
    assert "Going on now" in coming
    assert "attended 0 of 1" in coming
    assert "A past one" in over
    assert "Not completed" in over


def test_my_courses_of_a_newcomer_leads_to_the_catalogue(practitioner_client: Client) -> None:
    assert "No course ahead" in practitioner_client.get("/my/courses/").content.decode()


def test_queries_do_not_grow_with_my_courses(practitioner: Practitioner, practitioner_client: Client) -> None:
    def attend(code: str) -> None:
        run = make_run(make_course(code), code)
        make_session(run)
        make_enrollment(run, practitioner)

    attend("one")
    practitioner_client.get("/my/courses/")
    with CaptureQueriesContext(connection) as one:
        practitioner_client.get("/my/courses/")
    attend("two")
    attend("three")

    with CaptureQueriesContext(connection) as three:
        practitioner_client.get("/my/courses/")

    assert len(three) == len(one)


def test_my_course_shows_each_criterion(place: Enrollment, practitioner_client: Client) -> None:
    page = practitioner_client.get(f"/my/courses/{place.pk}/").content.decode()

    assert "Attend at least 80 minutes (80 %)" in page
    assert "so far 0 minutes" in page
    assert "Not recorded yet" in page
    assert "Give up my place" not in page


def test_my_course_tells_the_place_in_line(
    today: CourseRun, practitioner: Practitioner, practitioner_client: Client
) -> None:
    place = make_enrollment(today, practitioner, EnrollmentState.WAITING)

    assert (
        "You are number 1 on the waiting list." in practitioner_client.get(f"/my/courses/{place.pk}/").content.decode()
    )


def test_outsider_finds_no_such_course(place: Enrollment, outsider_client: Client) -> None:
    assert outsider_client.get(f"/my/courses/{place.pk}/").status_code == 404
    assert "Lecture hall" not in outsider_client.get("/my/courses/").content.decode()


def test_desk_lists_runs_with_seats_and_filters(place: Enrollment, run: CourseRun, desk: Client) -> None:
    page = desk.get("/desk/runs/").content.decode()
    assert "2 runs" in page
    assert "1 / 20" in page

    assert "1 run" in desk.get("/desk/runs/", {"phase": "running"}).content.decode()
    assert "1 run" in desk.get("/desk/runs/", {"q": "lecture-hall-1"}).content.decode()
    assert "No run matches" in desk.get("/desk/runs/", {"state": "draft"}).content.decode()
    assert "2 runs" in desk.get("/desk/runs/", {"state": "lost"}).content.decode()


def test_queries_do_not_grow_with_the_desks_runs(course: Course, desk: Client) -> None:
    make_run(course, "one")
    desk.get("/desk/runs/")
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/runs/")
    make_run(course, "two")
    make_run(course, "three")

    with CaptureQueriesContext(connection) as three:
        desk.get("/desk/runs/")

    assert len(three) == len(one)


def test_queries_do_not_grow_with_the_roster(today: CourseRun, meeting: CourseSession, desk: Client) -> None:
    one_person, *others = make_people(3)
    make_enrollment(today, one_person)
    desk.get("/desk/runs/today/")
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/runs/today/")
    for person in others:
        make_enrollment(today, person)

    with CaptureQueriesContext(connection) as three:
        desk.get("/desk/runs/today/")

    assert len(three) == len(one)


def test_staff_checks_in_and_undoes_without_scripts(meeting: CourseSession, place: Enrollment, desk: Client) -> None:
    answer = desk.post(address(meeting, place, "check-in"))

    assert answer["Location"] == f"/desk/runs/today/?session={meeting.pk}#learner-{place.pk}"
    page = desk.get("/desk/runs/today/").content.decode()
    assert "1 of 1 present" in page
    assert "course completed" in page

    desk.post(address(meeting, place, "undo"))
    assert "0 of 1 present" in desk.get("/desk/runs/today/").content.decode()


def test_second_click_on_check_in_changes_nothing(meeting: CourseSession, place: Enrollment, desk: Client) -> None:
    for _ in range(2):
        assert desk.post(address(meeting, place, "check-in")).status_code == 302

    assert CheckIn.objects.count() == 1


def test_htmx_gets_the_row_and_the_count(meeting: CourseSession, place: Enrollment, desk: Client) -> None:
    page = desk.post(address(meeting, place, "check-in"), headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith("<li")
    assert "Undo" in page
    assert '<p id="present-count" hx-swap-oob="innerHTML">1 of 1 present' in page


def test_refusal_appears_beside_the_button(
    meeting: CourseSession, place: Enrollment, today: CourseRun, desk: Client
) -> None:
    today.ends_at = timezone.now() - timedelta(days=15)
    today.starts_at = today.ends_at - timedelta(days=1)
    today.save()

    page = desk.post(address(meeting, place, "check-in"), headers={"HX-Request": "true"})
    plain = desk.post(address(meeting, place, "check-in"))

    assert (page.status_code, plain.status_code) == (200, 409)
    assert "Attendance of this run is closed" in page.content.decode()
    assert "Attendance of this run is closed" in plain.content.decode()


def test_staff_closes_a_session(meeting: CourseSession, place: Enrollment, desk: Client) -> None:
    answer = desk.post(f"/desk/runs/today/{meeting.pk}/close/", follow=True)

    assert "1 learner is marked absent." in answer.content.decode()
    assert place.attendances.get().state == "absent"


def test_roster_shows_the_waiting_list(today: CourseRun, meeting: CourseSession, desk: Client) -> None:
    make_enrollment(today, make_people(1)[0], EnrollmentState.WAITING)

    page = desk.get("/desk/runs/today/").content.decode()

    assert "Waiting list" in page
    assert "1. 虚构0" in page


def test_roster_without_sessions_says_what_to_do(course: Course, desk: Client) -> None:
    make_run(course, "bare")

    assert "No session yet" in desk.get("/desk/runs/bare/").content.decode()
    assert desk.get("/desk/runs/bare/", {"session": "1"}).status_code == 404


def test_auditor_reads_the_roster_but_checks_nobody_in(
    meeting: CourseSession, place: Enrollment, auditor: User
) -> None:
    client = signed_in(auditor)

    page = client.get("/desk/runs/today/").content.decode()

    assert place.practitioner.name in page
    assert "Check in" not in page
    assert client.post(address(meeting, place, "check-in")).status_code == 404


@pytest.mark.parametrize("path", ["/desk/runs/", "/desk/runs/today/"])
def test_outsider_finds_no_desk(today: CourseRun, outsider_client: Client, client: Client, path: str) -> None:
    assert outsider_client.get(path).status_code == 404
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_outsider_cannot_check_in(meeting: CourseSession, place: Enrollment, outsider_client: Client) -> None:
    assert outsider_client.post(address(meeting, place, "check-in")).status_code == 404
    assert outsider_client.post(address(meeting, place, "undo")).status_code == 404
    assert outsider_client.post(f"/desk/runs/today/{meeting.pk}/close/").status_code == 404


def test_learner_of_another_run_is_not_found(
    meeting: CourseSession, run: CourseRun, practitioner: Practitioner, desk: Client
) -> None:
    elsewhere = make_enrollment(run, practitioner)

    assert desk.post(address(meeting, elsewhere, "check-in")).status_code == 404
