import pytest

from certification.papers.models import Paper
from certification.sittings.models import Assessment, Attempt, Registration, Sitting
from lms.accounts.models import Practitioner, User
from tests.certification.sittings.cast import make_assessment, make_attempt, make_paper, make_registration, make_sitting


@pytest.fixture
def small_paper(examiner: User) -> Paper:
    return make_paper("gen-l1-a", examiner)


@pytest.fixture
def assessment(small_paper: Paper) -> Assessment:
    return make_assessment("GEN-L1", small_paper)


@pytest.fixture
def sitting(assessment: Assessment, small_paper: Paper) -> Sitting:
    """Opens at NOW, for four hours; 120 minutes."""
    return make_sitting("GEN-L1-2025-06", assessment, small_paper)


@pytest.fixture
def registration(sitting: Sitting, practitioner: Practitioner) -> Registration:
    return make_registration(sitting, practitioner)


@pytest.fixture
def attempt(registration: Registration) -> Attempt:
    """Started at NOW."""
    return make_attempt(registration)
