from datetime import timedelta

import pytest
from django.utils import timezone

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


@pytest.fixture
def running_sitting(assessment: Assessment, small_paper: Paper) -> Sitting:
    """Open now by the clock that views read."""
    return make_sitting("GEN-L1-now", assessment, small_paper, opens_at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def running_registration(running_sitting: Sitting, practitioner: Practitioner) -> Registration:
    return make_registration(running_sitting, practitioner)


@pytest.fixture
def running_attempt(running_registration: Registration) -> Attempt:
    return make_attempt(running_registration, started_at=timezone.now() - timedelta(minutes=1))
