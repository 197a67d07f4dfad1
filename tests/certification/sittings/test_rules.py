from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from certification.sittings import rules
from certification.sittings.enums import AttemptState, SittingPhase, SittingState
from tests.cast import NOW

DAY = timedelta(days=1)


@dataclass
class Plan:
    state: str = SittingState.PUBLISHED
    registration_opens_at: datetime = NOW - 20 * DAY
    registration_closes_at: datetime = NOW - 5 * DAY
    opens_at: datetime = NOW
    closes_at: datetime = NOW + DAY


@dataclass
class Go:
    state: str = AttemptState.OPEN
    deadline_at: datetime = NOW


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (NOW - 21 * DAY, SittingPhase.PLANNED),
        (NOW - 20 * DAY, SittingPhase.REGISTRATION),
        (NOW - 5 * DAY, SittingPhase.REGISTRATION_CLOSED),
        (NOW, SittingPhase.RUNNING),
        (NOW + DAY, SittingPhase.OVER),
    ],
)
def test_phase_follows_the_window(moment: datetime, phase: SittingPhase) -> None:
    assert rules.phase_of(Plan(), moment) == phase


def test_draft_and_cancelled_are_phases_of_their_own() -> None:
    assert rules.phase_of(Plan(state=SittingState.DRAFT), NOW) == SittingPhase.DRAFT
    assert rules.phase_of(Plan(state=SittingState.CANCELLED), NOW) == SittingPhase.CANCELLED
    assert not rules.takes_starts(Plan(state=SittingState.CANCELLED), NOW)
    assert not rules.takes_registrations(Plan(state=SittingState.DRAFT), NOW - 10 * DAY)


def test_attempt_ends_at_its_deadline_though_nobody_recorded_it() -> None:
    assert rules.is_open(Go(), NOW - timedelta(microseconds=1))
    assert not rules.is_open(Go(), NOW)
    assert rules.hears_saves(Go(), NOW + timedelta(seconds=30))
    assert not rules.hears_saves(Go(), NOW + timedelta(seconds=30, microseconds=1))
    assert not rules.is_open(Go(state=AttemptState.SUBMITTED), NOW - DAY)
