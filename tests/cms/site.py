"""How tests make pages; Wagtail ships no types, so what comes back has none."""

import json
from typing import Any

from cms.models import CourseIndexPage, CoursePage, SectionPage, StandardPage
from courses.catalogue.models import Course

HOME_PATH = "00010001"
COURSES_PATH = "000100010001"


def make_section(parent: Any, slug: str = "guides", *, title: str = "指引", **fields: Any) -> Any:
    return _add(parent, SectionPage(slug=slug, title=title, **fields))


def make_page(parent: Any, slug: str = "page", *, title: str = "办事指南", text: str = "", **fields: Any) -> Any:
    body = json.dumps([{"type": "text", "value": f"<p>{text}</p>"}]) if text else ""
    return _add(parent, StandardPage(slug=slug, title=title, **({"body": body} if body else {}), **fields))


def make_course_page(index: CourseIndexPage, course: Course, **fields: Any) -> Any:
    return _add(index, CoursePage(course=course, title=course.title_zh, **fields))


def _add(parent: Any, page: Any) -> Any:
    return parent.add_child(instance=page)
