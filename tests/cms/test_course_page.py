from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import CourseIndexPage
from courses.catalogue.enums import RunState
from courses.catalogue.models import Course, CourseRun
from lms.accounts.models import User
from tests.cms.site import make_course_page
from tests.conftest import signed_in
from tests.courses.lectures import make_course, make_run, make_session

OUTLINE = '[{"type": "outline", "value": {"chapters": [{"title": "高价值专利", "text": ""}]}}]'
SPEAKERS = '[{"type": "speakers", "value": {"speakers": [{"name": "方拟真"}]}}]'


def _run(course: Course, number: int = 1, state: RunState = RunState.PUBLISHED) -> CourseRun:
    run = make_run(
        course, f"{course.code}-{number}", starts_at=timezone.now() + timedelta(days=7 + number), state=state
    )
    make_session(run)
    return run


def test_course_is_shown_through_its_page(course_index: CourseIndexPage, client: Client) -> None:
    course = make_course()
    _run(course)
    page = make_course_page(course_index, course, body=OUTLINE, intro="编辑写的导语")

    response = client.get(course.get_absolute_url())

    assert response.context["page"] == page
    for text in ("Lecture hall on IP and innovation", "高价值专利", "编辑写的导语", "Sign in to enroll"):
        assert text in response.text


def test_course_without_a_page_is_shown_plainly(course_index: CourseIndexPage, client: Client) -> None:
    course = make_course()
    _run(course)

    response = client.get(course.get_absolute_url())

    assert "page" not in response.context
    assert "A free lecture for practitioners" in response.text
    assert "Sign in to enroll" in response.text


def test_draft_page_is_not_shown(course_index: CourseIndexPage, client: Client) -> None:
    course = make_course()
    _run(course)
    make_course_page(course_index, course, body=OUTLINE, live=False)

    assert "高价值专利" not in client.get(course.get_absolute_url()).text


def test_page_of_signed_in_visitors_asks_others_to_sign_in(course_index: CourseIndexPage, client: Client) -> None:
    page = make_course_page(course_index, make_course())
    page.view_restrictions.create(restriction_type="login")

    response = client.get("/courses/lecture-hall/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_course_not_announced_yet_is_the_associations_own(course_manager: User, outsider_client: Client) -> None:
    course = make_course()
    _run(course, state=RunState.DRAFT)

    assert Client().get(course.get_absolute_url()).status_code == 404
    assert outsider_client.get(course.get_absolute_url()).status_code == 404
    assert signed_in(course_manager).get(course.get_absolute_url()).status_code == 200


def test_unknown_course_is_not_found(db: None, client: Client) -> None:
    assert client.get("/courses/nothing/").status_code == 404


def test_course_page_is_only_read(course_index: CourseIndexPage, client: Client) -> None:
    assert client.post("/courses/nothing/").status_code == 405


def test_speakers_are_named_once(course_index: CourseIndexPage, client: Client) -> None:
    course = make_course()
    _run(course)
    page = make_course_page(course_index, course, body=SPEAKERS)

    response = client.get(course.get_absolute_url())

    assert page.body[0].block_type == "speakers"
    assert response.context["page_has_speakers"] is True
    assert response.text.count("Speakers") == 1


def test_catalogue_has_the_address_of_the_course_pages(course_index: CourseIndexPage, client: Client) -> None:
    assert course_index.url == "/courses/"
    assert "cards" in client.get("/courses/").context
    assert course_index.serve(client.get("/courses/").wsgi_request)["Location"] == "/courses/"


def test_queries_of_a_course_page_are_constant(course_index: CourseIndexPage, client: Client) -> None:
    course = make_course()
    _run(course)
    make_course_page(course_index, course, body=OUTLINE)
    client.get(course.get_absolute_url())

    with CaptureQueriesContext(connection) as one:
        client.get(course.get_absolute_url())
    _run(course, 2)
    _run(course, 3)
    with CaptureQueriesContext(connection) as three:
        response = client.get(course.get_absolute_url())

    assert len(response.context["runs"]) == 3
    assert len(three) == len(one)
