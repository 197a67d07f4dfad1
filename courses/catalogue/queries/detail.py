"""What the page of a course shows about the course itself; its runs are enrollment's to list."""

from dataclasses import dataclass
from datetime import datetime

from courses.catalogue.enums import Category, RunPhase
from courses.catalogue.models import Course, CourseRun, Speaker
from courses.catalogue.pictures import Picture, picture_of
from courses.catalogue.queries.cards import level_name
from courses.catalogue.rules import phase_of


@dataclass(frozen=True)
class CourseDetail:
    code: str
    title: str
    summary: str
    picture: Picture
    domain: str
    level: str
    category: str
    elements: tuple[str, ...]
    industry_chains: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    # Of the soonest run that is not over, else of the latest one.
    session_count: int
    minutes: int


def course_detail(course: Course, now: datetime) -> CourseDetail:
    run = _run_to_show(course, now)
    sessions = list(run.sessions.order_by("starts_at", "pk")) if run else []
    speakers = (
        Speaker.objects.filter(sessions__run=run).order_by("name", "pk").distinct() if run else Speaker.objects.none()
    )
    elements = list(course.elements.order_by("code"))
    return CourseDetail(
        code=course.code,
        title=course.title,
        summary=course.summary,
        picture=picture_of(course.domain_id, [element.pk for element in elements]),
        domain=course.domain.name,
        level=level_name(course.level),
        category=str(Category(course.category).label),
        elements=tuple(str(element) for element in elements),
        industry_chains=tuple(chain.name for chain in course.industry_chains.order_by("code")),
        speakers=tuple(speakers),
        session_count=len(sessions),
        minutes=sum(session.minutes for session in sessions),
    )


def _run_to_show(course: Course, now: datetime) -> CourseRun | None:
    runs = list(course.runs.published().order_by("starts_at", "pk"))
    return next((run for run in runs if phase_of(run, now) != RunPhase.FINISHED), runs[-1] if runs else None)
