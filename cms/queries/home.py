"""What the home page shows beside the editors' own words."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from certification.sittings.queries import AssessmentLine, assessments_listed
from cms.models import HomePage, SectionPage, StandardPage
from courses.catalogue.enums import RunPhase
from courses.catalogue.queries import CourseCard, course_cards, search_courses
from lms.accounts.models import User

_COURSES = 6
_SITTINGS = 4
_GUIDES = 6
_TO_COME = (RunPhase.OPEN, RunPhase.UPCOMING)


@dataclass(frozen=True)
class Guide:
    page: StandardPage
    section: SectionPage | None


@dataclass(frozen=True)
class HomeContent:
    cards: list[CourseCard]
    sittings: list[AssessmentLine]
    sections: list[SectionPage]
    guides: list[Guide]


def home_content(*, home: HomePage, user: User | AnonymousUser, now: datetime) -> HomeContent:
    courses = search_courses(now=now)[:_COURSES]
    sections = list(SectionPage.objects.child_of(home).live().public().order_by("path"))
    return HomeContent(
        cards=[card for card in course_cards(list(courses), now) if card.phase in _TO_COME],
        sittings=_open_sittings(user, now),
        sections=sections,
        guides=_guides(home, sections),
    )


def _open_sittings(user: User | AnonymousUser, now: datetime) -> list[AssessmentLine]:
    """Those one can register for or start, the soonest first."""
    lines = [line for line in assessments_listed(user=user, now=now) if line.next_sitting is not None]
    lines.sort(key=lambda line: (not line.next_sitting.takes_registrations, line.next_sitting.sitting.opens_at))  # type: ignore[union-attr]  # filtered above
    return lines[:_SITTINGS]


def _guides(home: HomePage, sections: list[SectionPage]) -> list[Guide]:
    """The pages published last, each with its section."""
    by_path = {section.path: section for section in sections}
    pages = StandardPage.objects.descendant_of(home).live().public().order_by("-first_published_at", "-pk")[:_GUIDES]
    return [Guide(page, by_path.get(page.path[: -StandardPage.steplen])) for page in pages]
