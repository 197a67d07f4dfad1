"""Writing courses and what is found about them."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from courses.catalogue import tasks
from courses.catalogue.models import Course, Speaker
from lms import search
from lms.celery import send_after_commit
from lms.competency.models import Domain, Element, IndustryChain


@transaction.atomic
def save_course(
    *,
    course: Course,
    elements: Iterable[Element] | None = None,
    industry_chains: Iterable[IndustryChain] | None = None,
) -> Course:
    """Saves a course with what it is about (``None`` leaves that as it is), and what it is found by."""
    course.save()
    if elements is not None:
        course.elements.set(elements)
    if industry_chains is not None:
        course.industry_chains.set(industry_chains)
    refresh_search_text(course=course)
    return course


@transaction.atomic
def refresh_search_text(*, course: Course) -> None:
    course.search_text = "\n".join(search.normalize(part) for part in _findable(course) if part)
    Course.objects.filter(pk=course.pk).update(search_text=course.search_text)
    if search.is_enabled():
        send_after_commit(tasks.index_course, course.pk)


def _findable(course: Course) -> Iterator[str]:
    yield from (course.title_zh, course.title_en, course.code, course.summary_zh, course.summary_en)
    subjects: list[Domain | Element | IndustryChain] = [
        course.domain,
        *course.elements.order_by("code"),
        *course.industry_chains.order_by("code"),
    ]
    for subject in subjects:
        yield from (subject.code, subject.name_zh, subject.name_en)
    speakers = Speaker.objects.filter(sessions__run__course=course).order_by("name").distinct()
    yield from (speaker.name for speaker in speakers)
