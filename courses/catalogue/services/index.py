"""Keeping the index of courses equal to the database, which is the truth."""

import logging

from courses.catalogue.documents import CourseDocument, all_documents, to_document, version_of
from courses.catalogue.models import Course
from lms import search

logger = logging.getLogger(__name__)


def index_course(*, course_id: int) -> None:
    """Brings one course's entry up to date; what cannot be written now, the next repair finds."""
    if not search.is_enabled():
        return
    course = Course.objects.filter(pk=course_id).first()
    try:
        if course is None:
            search.delete_documents(CourseDocument, [course_id])
        else:
            search.index_documents(CourseDocument, [to_document(course)])
    except search.SearchUnavailable as error:
        logger.warning("Course %s waits for the next repair of the index: %s", course_id, error)


def rebuild_index() -> int:
    """Fills a new index and turns the alias to it; returns how many courses it holds."""
    return search.rebuild(CourseDocument, all_documents())


def repair_index() -> int:
    """Finds where the index has drifted from the database and writes what differs; returns how many entries that were."""
    if not search.is_enabled():
        return 0
    try:
        return _repair()
    except search.SearchUnavailable as error:
        logger.warning("The index of courses could not be checked: %s", error)
        return 0


def _repair() -> int:
    if not search.has_index(CourseDocument):
        return rebuild_index()
    indexed = search.indexed_versions(CourseDocument)
    texts = dict(Course.objects.values_list("pk", "search_text"))
    gone = indexed.keys() - texts.keys()
    stale = [pk for pk, text in texts.items() if indexed.get(pk) != version_of(text)]
    if gone:
        search.delete_documents(CourseDocument, sorted(gone))
    if stale:
        courses = Course.objects.filter(pk__in=stale).order_by("pk")
        search.index_documents(CourseDocument, [to_document(course) for course in courses])
    if gone or stale:
        logger.warning("The index of courses had drifted: %s written, %s removed.", len(stale), len(gone))
    return len(gone) + len(stale)
