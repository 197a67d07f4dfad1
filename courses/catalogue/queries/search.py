"""Finding courses: by text on Elasticsearch or, where there is none or it is away, in the database."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, DateTimeField, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from courses.catalogue.documents import CourseDocument
from courses.catalogue.enums import RunPhase
from courses.catalogue.models import Course, CourseRun, in_phase
from lms import search

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

logger = logging.getLogger(__name__)

# What one can act on comes first.
_ORDER_OF_PHASES = (RunPhase.OPEN, RunPhase.UPCOMING, RunPhase.RUNNING, RunPhase.CLOSED, RunPhase.FINISHED)
_FINISHED_RANK = _ORDER_OF_PHASES.index(RunPhase.FINISHED)


class NextRun(TypedDict):
    next_run_id: int
    next_rank: int
    next_starts_at: datetime


def search_courses(
    *,
    text: str = "",
    domain: str = "",
    chain: str = "",
    level: str = "",
    mode: str = "",
    phase: str = "",
    now: datetime,
) -> "QuerySet[WithAnnotations[Course, NextRun]]":
    """Courses with a published run that fits, each annotated with the one to show: the soonest that can be acted on.

    ``domain`` and ``chain`` are codes, ``level``, ``mode`` and ``phase`` values of their enums; an empty string does not filter.
    Titles that hold the text stand first.
    """
    courses = Course.objects.select_related("domain")
    if domain:
        courses = courses.filter(domain=domain)
    if level:
        courses = courses.filter(level=level)
    if chain:
        courses = courses.filter(industry_chains=chain)
    if words := search.words(text):
        courses = _matching(courses, words)
    soonest = Case(When(next_rank=_FINISHED_RANK, then=None), default="next_starts_at", output_field=DateTimeField())
    found = _with_next_run(courses, mode=mode, phase=phase, now=now).annotate(title_rank=_title_rank(words))
    return found.order_by("title_rank", "next_rank", soonest, "-next_starts_at", "code")


def _title_rank(words: list[str]) -> Case:
    in_title = Q()
    for word in words:
        in_title &= Q(title_zh__icontains=word) | Q(title_en__icontains=word)
    return Case(
        When(in_title, then=0) if words else When(pk__isnull=False, then=0), default=1, output_field=IntegerField()
    )


def _matching(courses: QuerySet[Course], words: list[str]) -> QuerySet[Course]:
    if search.is_enabled():
        try:
            query = search.every_word(" ".join(words), field="search_text")
            return courses.filter(pk__in=search.search_ids(CourseDocument, query))
        except search.SearchUnavailable as error:
            logger.warning("Elasticsearch is away, courses are searched in the database: %s", error)
    for word in words:
        courses = courses.filter(search_text__contains=word)
    return courses


def _with_next_run(
    courses: QuerySet[Course], *, mode: str, phase: str, now: datetime
) -> "QuerySet[WithAnnotations[Course, NextRun]]":
    runs = CourseRun.objects.published().filter(course=OuterRef("pk"))
    if mode:
        runs = runs.filter(mode=mode)
    if phase:
        runs = runs.in_phase(RunPhase(phase), now)
    rank = _rank(now)
    finished_last = Case(When(in_phase(RunPhase.FINISHED, now), then=None), default="starts_at")
    runs = runs.order_by(rank, finished_last, "-starts_at", "pk")
    return courses.annotate(
        next_run_id=Subquery(runs.values("pk")[:1]),
        next_rank=Subquery(runs.annotate(rank=rank).values("rank")[:1]),
        next_starts_at=Subquery(runs.values("starts_at")[:1]),
    ).filter(next_run_id__isnull=False)


def _rank(now: datetime) -> Case:
    whens = [When(in_phase(phase, now), then=rank) for rank, phase in enumerate(_ORDER_OF_PHASES)]
    return Case(*whens, default=_FINISHED_RANK, output_field=IntegerField())
