from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.catalogue.enums import RunState
from courses.catalogue.models import Course, CourseRun
from courses.enrollment.models import Enrollment
from lms.accounts.models import User
from tests.conftest import signed_in
from tests.courses.lectures import make_course, make_enrollment, make_people, make_run, make_session


def announce(code: str = "hall", **fields: Any) -> CourseRun:
    """A course with a run that is open for enrollment by the clock on the wall."""
    run = make_run(make_course(code, **fields), f"{code}-1", starts_at=timezone.now() + timedelta(days=7))
    make_session(run)
    return run


def test_catalogue_shows_cards(client: Client, db: None) -> None:
    run = announce(domain="PAT", level="L2")

    page = client.get("/courses/").content.decode()

    assert f'href="/courses/{run.course.code}/"' in page
    assert "Lecture hall on IP and innovation" in page
    assert "pictures/pat.svg" in page
    assert "1 session, 100 minutes" in page
    assert "20 seats left" in page
    assert "海河厅" in page


def test_catalogue_says_when_a_run_is_full(client: Client, db: None) -> None:
    run = announce()
    for person in make_people(20):
        make_enrollment(run, person)

    page = client.get("/courses/").content.decode()

    assert "Full, waiting list open" in page
    assert "seats left" not in page


def test_catalogue_keeps_what_was_typed_and_counts(client: Client, db: None) -> None:
    announce("hall")
    announce("other", title_zh="商标异议", title_en="Opposition")

    page = client.get("/courses/", {"q": "创新", "domain": "GEN"}).content.decode()

    assert 'value="创新"' in page
    assert '<option value="GEN" selected>' in page
    assert "1 course" in page
    assert "Opposition" not in page


def test_catalogue_answers_htmx_with_the_list_alone(client: Client, db: None) -> None:
    announce()

    answer = client.get("/courses/", {"q": "创新"}, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert "<html" not in page
    assert "course-card" in page
    assert '<p id="result-count" hx-swap-oob="innerHTML">1 course' in page
    assert "HX-Request" in answer["Vary"]


def test_catalogue_brought_back_by_the_browsers_history_is_whole(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in client.get("/courses/", headers=headers).content.decode()


def test_catalogue_without_a_match_says_what_to_do(client: Client, db: None) -> None:
    page = client.get("/courses/", {"q": "没有"}).content.decode()

    assert "No course matches" in page
    assert "Show all courses" in page


@pytest.mark.parametrize("query", [{"domain": "XXX"}, {"phase": "never"}, {"q": "x" * 101}, {"page": "many"}])
def test_catalogue_survives_bad_filters(client: Client, db: None, query: dict[str, str]) -> None:
    announce()

    answer = client.get("/courses/", query)

    assert answer.status_code == 200
    assert "Lecture hall" in answer.content.decode()


def test_catalogue_pages(client: Client, db: None) -> None:
    for number in range(13):
        announce(f"course-{number:02}")

    second = client.get("/courses/", {"page": "2", "level": "L1"}).content.decode()

    assert second.count('class="course-card"') == 1
    assert "?page=1&amp;level=L1" in second or "?level=L1&amp;page=1" in second


def test_queries_do_not_grow_with_the_catalogue(client: Client, db: None) -> None:
    announce("one")
    with CaptureQueriesContext(connection) as one:
        client.get("/courses/")
    announce("two")
    announce("three")

    with CaptureQueriesContext(connection) as three:
        client.get("/courses/")

    assert len(three) == len(one)


def test_manager_publishes_and_cancels(course: Course, course_manager: User) -> None:
    run = make_run(course, starts_at=timezone.now() + timedelta(days=7), state=RunState.DRAFT)
    make_session(run)
    client = signed_in(course_manager)

    answer = client.post(f"/desk/runs/{run.code}/publish/")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/runs/{run.code}/")
    enrollment = make_enrollment(run, make_people(1)[0])

    assert "cannot be taken back" in client.get(f"/desk/runs/{run.code}/call-off/").content.decode()
    assert "This field is required" in client.post(f"/desk/runs/{run.code}/call-off/").content.decode()
    client.post(f"/desk/runs/{run.code}/call-off/", {"reason": "讲师生病"})

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert Enrollment.objects.get(pk=enrollment.pk).state == "cancelled"


@pytest.mark.parametrize("deed", ["publish", "call-off"])
def test_outsider_finds_no_such_desk(run: CourseRun, outsider_client: Client, deed: str) -> None:
    assert outsider_client.post(f"/desk/runs/{run.code}/{deed}/", {"reason": "x"}).status_code == 404
