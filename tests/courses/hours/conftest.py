from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from courses.catalogue.enums import Category
from courses.catalogue.models import Course
from courses.hours.models import HoursEntry
from courses.learning.models import CourseCompletion
from courses.learning.services import check_in
from lms.accounts.models import Practitioner, User
from tests.courses.lectures import make_course, make_enrollment, make_run, make_session

Complete = Callable[..., HoursEntry]


@pytest.fixture
def complete(hours_rules: object, practitioner: Practitioner, course_manager: User) -> Complete:
    """Lets the practitioner attend a one-session run of a course and gives the entry that books."""

    def complete_course(
        code: str,
        *,
        starts_at: datetime,
        minutes: int = 100,
        course: Course | None = None,
        person: Practitioner | None = None,
        category: Category = Category.PROFESSIONAL,
    ) -> HoursEntry:
        course = course or make_course(
            f"course-{code}", title_zh=f"讲座{code}", title_en=f"Lecture {code}", category=category
        )
        run = make_run(course, code, starts_at=starts_at)
        run.ends_at = starts_at + timedelta(hours=12)
        run.save()
        session = make_session(run, minutes=minutes)
        enrollment = make_enrollment(run, person or practitioner)
        check_in(session=session, enrollment=enrollment, recorded_by=course_manager, now=starts_at)
        return CourseCompletion.objects.get(enrollment=enrollment, revoked_at=None).hours_entries.get()

    return complete_course
