from datetime import datetime, timedelta

import pytest

from certification.sittings.enums import AttemptState, RegistrationState, SittingState
from certification.sittings.models import Attempt, Registration, Sitting
from certification.sittings.queries import sitting_under_way, work_waits_until
from lms.accounts.models import Practitioner, User
from tests.certification.sittings.cast import (
    make_assessment,
    make_attempt,
    make_paper,
    make_registration,
    make_sitting,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sitting(practitioner: Practitioner, examiner: User, now: datetime) -> Sitting:
    """Open for four hours from now; one candidate, who has not started."""
    paper = make_paper("hall", examiner)
    made = make_sitting("hall", make_assessment("hall", paper), paper, opens_at=now)
    make_registration(made, practitioner)
    return made


@pytest.mark.parametrize(
    ("minutes", "under_way"), [(-2, False), (-1, True), (0, True), (14, True), (15, False), (120, False)]
)
def test_a_sitting_is_under_way_while_its_candidates_arrive(
    sitting: Sitting, now: datetime, minutes: int, under_way: bool
) -> None:
    assert sitting_under_way(now=now + minutes * MINUTE) == (sitting if under_way else None)


def test_a_sitting_is_under_way_while_somebody_writes(sitting: Sitting, now: datetime) -> None:
    """Started an hour late, two hours long."""
    make_attempt(sitting.registrations.get(), started_at=now + 60 * MINUTE)

    found = [sitting_under_way(now=now + minutes * MINUTE) for minutes in (50, 61, 179, 180)]
    assert found == [sitting, sitting, sitting, None]


def test_a_sitting_is_over_for_the_worker_when_the_last_has_handed_in(sitting: Sitting, now: datetime) -> None:
    make_attempt(sitting.registrations.get(), started_at=now)
    Attempt.objects.update(state=AttemptState.SUBMITTED, ended_at=now + 20 * MINUTE)

    assert sitting_under_way(now=now + 21 * MINUTE) is None


@pytest.mark.parametrize("state", [SittingState.DRAFT, SittingState.CANCELLED])
def test_a_sitting_that_is_not_held_is_not_waited_for(sitting: Sitting, now: datetime, state: SittingState) -> None:
    Sitting.objects.update(state=state)

    assert sitting_under_way(now=now) is None


def test_a_sitting_without_candidates_is_not_waited_for(sitting: Sitting, now: datetime) -> None:
    Registration.objects.update(state=RegistrationState.CANCELLED)

    assert sitting_under_way(now=now) is None


def test_of_two_the_one_that_closes_last_is_named(sitting: Sitting, colleague: Practitioner, now: datetime) -> None:
    longer = make_sitting("longer", sitting.assessment, sitting.paper, opens_at=now, hours=6)
    make_registration(longer, colleague)

    assert sitting_under_way(now=now) == longer


def test_work_waits_for_the_last_deadline_or_until_candidates_have_come(
    sitting: Sitting, colleague: Practitioner, now: datetime
) -> None:
    assert work_waits_until(sitting, now=now) == now + 15 * MINUTE
    make_attempt(sitting.registrations.get(), started_at=now)
    make_attempt(make_registration(sitting, colleague), started_at=now + 30 * MINUTE)

    assert work_waits_until(sitting, now=now + 40 * MINUTE) == now + 150 * MINUTE
