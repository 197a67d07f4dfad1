"""Courses as Elasticsearch sees them. Seats and dates stay in the database: a stale hit must never promise a seat."""

import hashlib
from collections.abc import Iterator
from typing import ClassVar

from courses.catalogue.models import Course
from lms.search import ChineseText, SearchDocument


class CourseDocument(SearchDocument):
    alias: ClassVar[str] = "courses"
    search_text = ChineseText()

    class Index:
        name = "courses"


def version_of(search_text: str) -> str:
    return hashlib.sha256(search_text.encode()).hexdigest()[:16]


def to_document(course: Course) -> CourseDocument:
    text = course.search_text
    return CourseDocument(meta={"id": course.pk}, search_text=text, version=version_of(text))


def all_documents() -> Iterator[CourseDocument]:
    for course in Course.objects.only("search_text").order_by("pk").iterator(chunk_size=500):
        yield to_document(course)
