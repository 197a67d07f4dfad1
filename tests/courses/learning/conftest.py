from datetime import timedelta

import pytest

from courses.catalogue.models import Course, CourseRun, CourseSession
from courses.enrollment.models import Enrollment
from lms.accounts.models import Practitioner
from tests.cast import NOW
from tests.courses.lectures import make_enrollment, make_run, make_session


@pytest.fixture
def series(course: Course) -> CourseRun:
    """Three sessions of 100 minutes on three days, the first of them now; 66 % are required."""
    run = make_run(course, "series", starts_at=NOW, days=3, required=66)
    for number in range(3):
        make_session(run, f"第{number + 1}讲", starts_at=NOW + timedelta(days=number))
    return run


@pytest.fixture
def sessions(series: CourseRun) -> list[CourseSession]:
    return list(series.sessions.order_by("starts_at"))


@pytest.fixture
def seat(series: CourseRun, practitioner: Practitioner) -> Enrollment:
    return make_enrollment(series, practitioner)
