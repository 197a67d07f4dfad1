"""What a card in the catalogue shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.catalogue import seats
from courses.catalogue.enums import Mode, RunPhase
from courses.catalogue.models import Course, CourseRun
from courses.catalogue.pictures import Picture, picture_of
from courses.catalogue.rules import phase_of
from lms.competency.enums import Level

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from courses.catalogue.queries.search import NextRun


@dataclass(frozen=True)
class CourseCard:
    url: str
    code: str
    title: str
    summary: str
    picture: Picture
    domain: str
    level: str
    mode: str
    starts_at: datetime
    place: str
    session_count: int
    minutes: int
    phase: RunPhase
    seats_left: int

    @property
    def is_full(self) -> bool:
        return self.phase == RunPhase.OPEN and self.seats_left == 0

    @property
    def status(self) -> str:
        return "full" if self.is_full else str(self.phase)

    @property
    def status_label(self) -> str:
        return _("Full, waiting list open") if self.is_full else str(self.phase.label)

    @property
    def seats_label(self) -> str:
        """Only where a seat can still be had."""
        if self.phase != RunPhase.OPEN or self.is_full:
            return ""
        return ngettext("%(number)s seat left", "%(number)s seats left", self.seats_left) % {"number": self.seats_left}


def course_cards(courses: "Collection[WithAnnotations[Course, NextRun]]", now: datetime) -> list[CourseCard]:
    """The cards of one page of ``search_courses``, in its order."""
    ids = [course.next_run_id for course in courses]
    runs = {run.pk: run for run in CourseRun.objects.filter(pk__in=ids).prefetch_related("sessions__venue")}
    taken = seats.count_taken(ids)
    prefetch_related_objects(list(courses), "elements")
    return [
        _card(course, run, taken.get(run.pk, 0), now)
        for course in courses
        if (run := runs.get(course.next_run_id)) is not None
    ]


def _card(course: Course, run: CourseRun, taken: int, now: datetime) -> CourseCard:
    sessions = sorted(run.sessions.all(), key=lambda session: session.starts_at)
    return CourseCard(
        url=course.get_absolute_url(),
        code=course.code,
        title=course.title,
        summary=course.summary,
        picture=picture_of(course.domain_id, [element.pk for element in course.elements.all()]),
        domain=course.domain.name,
        level=level_name(course.level),
        mode=str(Mode(run.mode).label),
        starts_at=run.starts_at,
        place=next((session.venue.name for session in sessions if session.venue), ""),
        session_count=len(sessions),
        minutes=sum(session.minutes for session in sessions),
        phase=phase_of(run, now),
        seats_left=max(0, run.capacity - taken),
    )


def level_name(level: str) -> str:
    return f"{level} {Level(level).label}"
