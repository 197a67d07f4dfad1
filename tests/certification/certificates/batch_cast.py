"""Completed courses and years of hours, for tests of what rests on them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from courses.catalogue.enums import Category
from courses.hours.enums import SourceKind
from courses.hours.models import HoursEntry
from courses.hours.queries import rule_set_of
from courses.learning.models import CourseCompletion
from courses.learning.services import check_in
from lms.accounts.models import Practitioner, User
from lms.competency.models import Domain
from tests.courses.lectures import make_course, make_enrollment, make_run, make_session

_numbers = count(1)


def make_completion(practitioner: Practitioner, checked_in_by: User, *, now: datetime) -> CourseCompletion:
    """Of a course of its own, attended the week before."""
    code = f"lecture-{next(_numbers)}"
    starts_at = now - timedelta(days=7)
    run = make_run(make_course(f"course-{code}", title_zh="专利检索实务"), code, starts_at=starts_at)
    run.ends_at = starts_at + timedelta(hours=12)
    run.save()
    enrollment = make_enrollment(run, practitioner)
    session = make_session(run, minutes=100)
    check_in(session=session, enrollment=enrollment, recorded_by=checked_in_by, now=starts_at)
    return CourseCompletion.objects.get(enrollment=enrollment, revoked_at=None)


def meet_hours(
    practitioner: Practitioner, year: int, checked_in_by: User, *, now: datetime, hours: Decimal = Decimal(45)
) -> None:
    """Two bookings of professional hours, which with 45 each meet the norm."""
    for _booking in range(2):
        completion = make_completion(practitioner, checked_in_by, now=now)
        completion.hours_entries.all().delete()
        HoursEntry.objects.create(
            practitioner=practitioner,
            year=year,
            earned_on=date(year, 3, 1),
            category=Category.PROFESSIONAL,
            domain=Domain.objects.get(code="PAT"),
            minutes=int(hours * 45),
            hours=hours,
            source_kind=SourceKind.COURSE,
            completion=completion,
            rule_set=rule_set_of(year),
            explanation={"slices": [], "repeats": None, "counted_minutes": int(hours * 45)},
            booked_at=now,
        )
