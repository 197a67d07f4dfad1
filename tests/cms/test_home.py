"""The home page. Views read the clock, so what is to come is dated from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.sittings.models import Sitting
from cms.models import HomePage
from lms.accounts.models import User
from tests.certification.sittings.cast import make_assessment, make_paper, make_sitting
from tests.cms.site import make_page, make_section
from tests.courses.lectures import make_course, make_run, make_session


def _lecture(number: int, *, days: int = 7) -> None:
    course = make_course(f"lecture-{number}", title_zh=f"讲座{number}")
    run = make_run(course, f"lecture-{number}-1", starts_at=timezone.now() + timedelta(days=days))
    make_session(run)


def _sitting(number: int, examiner: User) -> Sitting:
    paper = make_paper(f"paper-{number}", examiner)
    now = timezone.now()
    return make_sitting(f"sitting-{number}", make_assessment(f"GEN-L{number}", paper), paper, opens_at=now)


@pytest.fixture
def chinese(client: Client) -> Client:
    client.cookies["django_language"] = "zh-hans"
    return client


def test_home_page_shows_lectures_to_come_with_seats(home: HomePage, chinese: Client) -> None:
    _lecture(1)
    _lecture(2, days=-30)

    content = chinese.get("/").context["content"]

    assert [(card.title, card.seats_left) for card in content.cards] == [("讲座1", 20)]


def test_home_page_shows_sections_guides_and_words(home: Any, client: Client) -> None:
    section = make_section(home, title="培训", title_en="Training", intro="简介", intro_en="What we teach")
    make_page(section, title="学时", title_en="Hours")
    make_section(home, "draft", title="草稿", live=False)
    home.body_en = (
        '[{"type": "feature", "value": {"heading": "For employers", "text": "<p>Check</p>",'
        ' "links": [{"label": "Verify", "address": "/verify/"}]}}]'
    )
    home.save()

    shown = client.get("/").text

    for text in ("Training", "What we teach", "Hours", "For employers", "草稿"):
        assert (text in shown) is (text != "草稿")


def test_home_page_verifies_a_certificate(home: HomePage, client: Client) -> None:
    shown = client.get("/").text

    assert 'action="/verify/"' in shown
    assert 'name="number"' in shown
    assert 'name="name"' in shown


def test_empty_home_page_says_what_comes(home: HomePage, client: Client) -> None:
    shown = client.get("/").text

    assert "New dates are being prepared" in shown
    assert "No sitting is announced at the moment." in shown


def test_home_page_shows_open_sittings(home: HomePage, client: Client, examiner: User) -> None:
    sitting = _sitting(1, examiner)

    lines = client.get("/").context["content"].sittings

    assert [line.next_sitting.sitting for line in lines] == [sitting]


def test_queries_of_the_home_page_are_constant(home: HomePage, client: Client, examiner: User) -> None:
    def fill(number: int) -> None:
        _lecture(number)
        _sitting(number, examiner)
        make_page(make_section(home, f"section-{number}"), f"page-{number}")

    fill(1)
    client.get("/")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    fill(2)
    fill(3)
    with CaptureQueriesContext(connection) as three:
        shown = client.get("/")

    assert len(shown.context["content"].cards) == 3
    assert len(shown.context["content"].sittings) == 3
    assert len(shown.context["content"].guides) == 3
    assert len(three) == len(one)
