from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.models import CourseIndexPage, HomePage
from tests.cms.site import make_course_page, make_page, make_section
from tests.courses.lectures import make_course, make_run, make_session


def _titles(client: Client, text: str) -> list[str]:
    return [page.title for page in client.get("/search/", {"q": text}).context["found"].pages]


def _course(number: int, title: str) -> None:
    course = make_course(f"course-{number}", title_zh=title)
    make_session(make_run(course, f"course-{number}-1", starts_at=timezone.now() + timedelta(days=7)))


def test_wagtail_finds_a_chinese_word_inside_a_title(home: HomePage) -> None:
    page = make_page(home, title="知识产权与创新大讲堂")

    assert [found.pk for found in Page.objects.search("创新")] == [page.pk]


@pytest.mark.parametrize("text", ["创新", "大讲堂 知识产权", "ＰＣＴ", "pct", "drafting"])
def test_search_finds_words_of_title_and_text(home: HomePage, client: Client, text: str) -> None:
    make_page(home, title="知识产权与创新大讲堂", title_en="Claim Drafting", text="PCT 途径")
    make_page(home, "other", title="别的")

    assert _titles(client, text) == ["知识产权与创新大讲堂"]


def test_search_asks_for_every_word(home: HomePage, client: Client) -> None:
    make_page(home, title="知识产权与创新大讲堂")

    assert _titles(client, "创新 地理标志") == []


def test_titles_go_before_texts(home: HomePage, client: Client) -> None:
    section = make_section(home, title="其他", intro="学时")
    make_page(section, title="学时怎么算")

    assert _titles(client, "学时") == ["学时怎么算", "其他"]


def test_drafts_and_private_pages_are_not_found(home: HomePage, client: Client) -> None:
    make_page(home, "draft", title="学时草稿", live=False)
    private = make_page(home, "private", title="学时内部")
    private.view_restrictions.create(restriction_type="login")

    assert _titles(client, "学时") == []


def test_search_finds_courses_once(course_index: CourseIndexPage, client: Client) -> None:
    course = make_course(title_zh="商标查询")
    make_session(make_run(course, starts_at=timezone.now() + timedelta(days=7)))
    make_course_page(course_index, course, body='[{"type": "text", "value": "<p>商标近似</p>"}]')

    found = client.get("/search/", {"q": "商标"}).context["found"]
    assert ([card.code for card in found.cards], found.pages, found.count) == ([course.code], [], 1)

    # Only the page's text has it.
    found = client.get("/search/", {"q": "近似"}).context["found"]
    assert (found.cards, [page.url for page in found.pages]) == ([], ["/courses/lecture-hall/"])


def test_many_courses_lead_to_the_catalogue(home: HomePage, client: Client) -> None:
    for number in range(7):
        _course(number, f"商标{number}")

    shown = client.get("/search/", {"q": "商标"})

    assert len(shown.context["found"].cards) == 6
    assert "All 7 in the catalogue" in shown.text


def test_nothing_found_says_what_to_do(home: HomePage, client: Client) -> None:
    assert "Try a shorter or another word" in client.get("/search/", {"q": "无"}).text


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_empty_search_asks_nothing(home: HomePage, client: Client, text: str) -> None:
    assert client.get("/search/", {"q": text}).context["found"] is None


def test_long_and_strange_input_is_taken(home: HomePage, client: Client) -> None:
    response = client.get("/search/", {"q": "<b>%_" + "长" * 500})

    assert response.status_code == 200
    assert len(response.context["text"]) == 100
    assert "<b>" not in response.text


def test_queries_of_the_search_are_constant(course_index: CourseIndexPage, client: Client) -> None:
    home = HomePage.objects.get()
    _course(1, "商标1")
    make_page(home, "page-1", title="商标1")
    client.get("/search/", {"q": "商标"})

    with CaptureQueriesContext(connection) as one:
        client.get("/search/", {"q": "商标"})
    for number in (2, 3):
        _course(number, f"商标{number}")
        make_page(home, f"page-{number}", title=f"商标{number}")
    with CaptureQueriesContext(connection) as three:
        found = client.get("/search/", {"q": "商标"}).context["found"]

    assert found.count == 6
    assert len(three) == len(one)
