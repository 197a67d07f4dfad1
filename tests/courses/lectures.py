"""How tests make courses, runs and people who take part in them."""

from datetime import datetime, timedelta

from courses.catalogue.enums import Category, Mode, RunState
from courses.catalogue.models import Course, CourseRun, CourseSession, Venue
from courses.catalogue.services import refresh_search_text
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from lms.accounts.models import Practitioner
from lms.competency.models import Domain
from tests.cast import NOW, make_practitioner

# What domain rules of 2025 say, as a migration stores them.
RULES_OF_2025 = {
    "year_norm": 90,
    "professional_min": 60,
    "general_max": 30,
    "lesson_minutes": 45,
    "step": "0.5",
    "half_day_max": 4,
    "day_max": 8,
    "noon": "12:00",
    "repeat_months": 24,
}


def make_course(
    code: str = "lecture-hall",
    *,
    title_zh: str = "知识产权与创新大讲堂",
    title_en: str = "Lecture hall on IP and innovation",
    domain: str = "GEN",
    level: str = "L1",
    category: Category = Category.PROFESSIONAL,
    summary_zh: str = "面向从业人员的公益讲座",
) -> Course:
    course = Course.objects.create(
        code=code,
        title_zh=title_zh,
        title_en=title_en,
        summary_zh=summary_zh,
        summary_en="A free lecture for practitioners",
        # A test with real transactions empties the tables that migrations filled.
        domain=Domain.objects.get_or_create(code=domain, defaults={"name_zh": domain, "name_en": domain})[0],
        level=level,
        category=category,
    )
    refresh_search_text(course=course)
    return course


def make_run(
    course: Course,
    code: str = "lecture-hall-1",
    *,
    starts_at: datetime = NOW + timedelta(days=7),
    days: int = 1,
    capacity: int = 20,
    state: RunState = RunState.PUBLISHED,
    mode: Mode = Mode.ONSITE,
    required: int = 80,
) -> CourseRun:
    """Enrollment is open from 30 days to one day before the start; the line moves until 12 hours before it."""
    return CourseRun.objects.create(
        course=course,
        code=code,
        mode=mode,
        state=state,
        capacity=capacity,
        enrollment_opens_at=starts_at - timedelta(days=30),
        enrollment_closes_at=starts_at - timedelta(days=1),
        promotion_cutoff_at=starts_at - timedelta(hours=12),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days - 1, hours=8),
        required_attendance_percent=required,
    )


def make_session(
    run: CourseRun, title: str = "第一讲", *, starts_at: datetime | None = None, minutes: int = 100
) -> CourseSession:
    begins = starts_at or run.starts_at
    venue = Venue.objects.get_or_create(name="海河厅", address="天津市虚构路1号", capacity=60)[0]
    return CourseSession.objects.create(
        run=run, title=title, starts_at=begins, ends_at=begins + timedelta(minutes=minutes), venue=venue
    )


def make_enrollment(
    run: CourseRun,
    practitioner: Practitioner,
    state: EnrollmentState = EnrollmentState.ENROLLED,
    *,
    now: datetime = NOW,
) -> Enrollment:
    return Enrollment.objects.create(run=run, practitioner=practitioner, state=state, created_at=now, queued_at=now)


def make_people(count: int) -> list[Practitioner]:
    return [make_practitioner(f"person{number}@example.com", f"虚构{number}") for number in range(count)]
