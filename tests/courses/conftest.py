import pytest

from courses.catalogue.models import Course, CourseRun
from courses.enrollment.models import Enrollment
from lms.accounts.models import Practitioner
from tests.courses.lectures import make_course, make_enrollment, make_run, make_session


@pytest.fixture
def course(db: None) -> Course:
    return make_course()


@pytest.fixture
def run(course: Course) -> CourseRun:
    """A published run with one session, a week from now, open for enrollment."""
    run = make_run(course)
    make_session(run)
    return run


@pytest.fixture
def enrollment(run: CourseRun, practitioner: Practitioner) -> Enrollment:
    return make_enrollment(run, practitioner)
