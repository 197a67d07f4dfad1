"""Completed runs, met years and contributions that await a certificate, for tests."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from certification.certificates.models import Contribution
from certification.certificates.services import record_contribution
from courses.catalogue.enums import Category
from courses.catalogue.models import CourseSession, Speaker
from courses.learning.models import CourseCompletion
from courses.learning.services import check_in
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.courses.lectures import make_course, make_enrollment, make_run, make_session

HELD_AT = NOW - timedelta(days=10)
_numbers = count(1)


def make_completion(
    practitioner: Practitioner,
    manager: User,
    *,
    starts_at: datetime = HELD_AT,
    minutes: int = 100,
    issues_certificates: bool = False,
    category: Category = Category.PROFESSIONAL,
    **course: Any,
) -> CourseCompletion:
    """Of a course of its own with one session of 2 hours, attended whole."""
    code = f"training-{next(_numbers)}"
    details: dict[str, Any] = {
        "title_zh": "专利检索实务",
        "title_en": "Patent searching",
        "domain": "PAT",
        "level": "L2",
    }
    run = make_run(make_course(f"{code}-course", category=category, **(details | course)), code, starts_at=starts_at)
    run.ends_at = starts_at + timedelta(hours=12)
    run.issues_certificates = issues_certificates
    run.save()
    session = make_session(run, minutes=minutes)
    enrollment = make_enrollment(run, practitioner)
    check_in(session=session, enrollment=enrollment, recorded_by=manager, now=starts_at)
    return CourseCompletion.objects.get(enrollment=enrollment, revoked_at=None)


def fill_year(practitioner: Practitioner, manager: User, *, year: int = 2024, days: int = 12) -> None:
    """8 hours a day of professional courses: 12 days meet the norm of 90."""
    for day in range(days):
        for hour in (8, 13):
            starts_at = datetime.fromisoformat(f"{year}-03-{day + 1:02}T{hour:02}:00:00+08:00")
            make_completion(practitioner, manager, starts_at=starts_at, minutes=180)


def make_taught_session(speaker: str, *, starts_at: datetime = HELD_AT, **run: Any) -> CourseSession:
    code = f"taught-{next(_numbers)}"
    session = make_session(make_run(make_course(f"{code}-course"), code, starts_at=starts_at, **run), minutes=90)
    session.speakers.add(Speaker.objects.create(name=speaker))
    return session


def make_contribution(practitioner: Practitioner, registrar: User, **changes: Any) -> Contribution:
    """Volunteer work of a day, three hours."""
    facts: dict[str, Any] = {
        "role": "volunteer",
        "subject": "知识产权宣传周志愿服务",
        "subject_en": "Volunteering in IP week",
        "began_on": date(2025, 4, 26),
        "ended_on": date(2025, 4, 26),
        "hours": Decimal(3),
        "evidence": "津知服协〔2025〕12号",
        "recorded_by": registrar,
        "now": NOW,
    }
    return record_contribution(practitioner=practitioner, **(facts | changes))
