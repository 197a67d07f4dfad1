import pytest

from courses.catalogue.models import Course, CourseRun
from courses.enrollment.models import Enrollment
from courses.hours.models import HoursRuleSet
from lms.accounts.models import Practitioner
from tests.courses.lectures import RULES_OF_2025, make_course, make_enrollment, make_run, make_session


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


@pytest.fixture
def hours_rules(db: None) -> HoursRuleSet:
    """The rule set that a migration makes; made again here, for a test with real transactions empties the tables."""
    defaults = {"first_year": 2025, "basis": "《专业技术人员继续教育规定》第八条", "parameters": RULES_OF_2025}
    return HoursRuleSet.objects.get_or_create(code="2025", defaults=defaults)[0]
