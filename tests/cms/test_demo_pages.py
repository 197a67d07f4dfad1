"""The demonstration's pages: every text in both languages, every link of the site alive."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from cms.models import CoursePage, HomePage, SectionPage, StandardPage
from courses.catalogue.models import Course
from lms.demo import files
from lms.demo.services.pages import make_pages
from tests.courses.lectures import make_course

_LINK = re.compile(r'href="(/[^"#?]*)"')


@pytest.fixture
def courses(home: HomePage) -> list[Course]:
    courses = [make_course(data["code"], title_zh=data["title_zh"]) for data in files.load("courses")["courses"][:2]]
    make_pages(courses=courses, now=timezone.now())
    return courses


def test_pages_are_complete_in_both_languages(courses: list[Course]) -> None:
    pages = [*SectionPage.objects.live(), *StandardPage.objects.live(), *CoursePage.objects.live()]

    assert len(pages) == 6 + 9 + 2
    for page in pages:
        assert page.title_en, page.title
        assert page.body, page.title
        assert len(page.body) == len(page.body_en), page.title
    assert [page.slug for page in SectionPage.objects.live().in_menu().order_by("path")] == [
        "about",
        "credit",
        "employers",
        "help",
    ]


def test_verification_leads_to_what_its_answer_means(courses: list[Course], client: Client) -> None:
    page = client.get("/verify/").content.decode()

    assert 'href="/employers/check-a-certificate/"' in page
    assert (
        "What a certificate says, and what it does not"
        in client.get("/employers/check-a-certificate/").content.decode()
    )


def test_every_course_has_its_english_words() -> None:
    content, courses = files.load("pages")["courses_en"], files.load("courses")["courses"]

    assert {data["code"]: len(data["outline"]) for data in courses} == {
        code: len(english["outline"]) for code, english in content.items()
    }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_links_of_the_pages_are_alive(courses: list[Course], client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    queue, seen = ["/", *(course.get_absolute_url() for course in courses)], set[str]()
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code in {200, 302}, path
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        # Reading a file to its end closes it.
        text = response.getvalue().decode(errors="replace")
        if is_page and response.status_code == 200 and not path.startswith("/accounts/"):
            queue += [link for link in _LINK.findall(text) if not link.startswith("/static/")]

    assert {"/help/privacy/", "/credit/profile-explained/", "/courses/innovation-forum/"} <= seen
