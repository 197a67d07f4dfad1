"""The site's own pages, in both languages, and a page for each course."""

import json
from datetime import datetime
from typing import Any

from cms.models import CourseIndexPage, CoursePage, HomePage, SectionPage, StandardPage
from courses.catalogue.models import Course
from lms.demo import files

_TEXTS = ("slug", "title", "title_en", "intro", "intro_en")
Block = dict[str, Any]


def make_pages(*, courses: list[Course], now: datetime) -> None:
    content = files.load("pages")
    home = HomePage.objects.get()
    _publish(home, now, **_bodies(content["home"]))
    for data in content["sections"]:
        section = _add(home, SectionPage, data, now, icon=data["icon"], show_in_menus=data["menu"])
        for child in data["pages"]:
            _add(section, StandardPage, child, now)
    _make_course_pages(courses, content, now)


def _make_course_pages(courses: list[Course], content: dict[str, Any], now: datetime) -> None:
    index = CourseIndexPage.objects.get()
    described = {data["code"]: data for data in files.load("courses")["courses"]}
    for course in courses:
        data = described[course.code]
        english = content["courses_en"][course.code]
        page = CoursePage(
            course=course,
            title=course.title_zh,
            title_en=course.title_en,
            slug=course.code,
            body=_as_stream(_course_blocks(data["outline"], "适合对象", data["audience"], data["faq"])),
            body_en=_as_stream(
                _course_blocks(
                    english["outline"], "Who should come", english["audience"], content["course_questions_en"]
                )
            ),
            live=False,
        )
        index.add_child(instance=page)
        _publish(page, now)


def _course_blocks(outline: list[str], audience_label: str, audience: str, faq: list[list[str]]) -> list[Block]:
    return [
        {"type": "outline", "value": {"heading": "", "chapters": [{"title": title, "text": ""} for title in outline]}},
        {
            "type": "callout",
            "value": {"tone": "info", "title": audience_label, "text": f"<p>{audience}</p>"},
        },
        {
            "type": "questions",
            "value": {
                "heading": "",
                "questions": [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in faq],
            },
        },
    ]


def _add(parent: Any, page_class: type[Any], data: dict[str, Any], now: datetime, **fields: Any) -> Any:
    texts = {name: data[name] for name in _TEXTS}
    page = page_class(**texts, **_bodies(data), **fields, live=False)
    parent.add_child(instance=page)
    _publish(page, now)
    return page


def _publish(page: Any, now: datetime, **fields: Any) -> None:
    """As an editor does it, with a revision to go back to; the dates are those of the demonstration."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    page.first_published_at = page.last_published_at = now
    page.save(update_fields=["first_published_at", "last_published_at"], clean=False)


def _bodies(data: dict[str, Any]) -> dict[str, str]:
    return {name: _as_stream(data[name]) for name in ("body", "body_en")}


def _as_stream(blocks: list[Block]) -> str:
    return json.dumps(blocks)
