"""Who may do what, and when; predicates without a query."""

from datetime import datetime
from typing import Protocol

from certification.sittings.enums import AttemptState, SittingPhase, SittingState
from certification.sittings.timing import GRACE


class TimedAttempt(Protocol):
    state: str
    deadline_at: datetime


class Window(Protocol):
    state: str
    registration_opens_at: datetime
    registration_closes_at: datetime
    opens_at: datetime
    closes_at: datetime


def is_open(attempt: TimedAttempt, now: datetime) -> bool:
    """An attempt ends at its deadline, whether or not a sweeper has recorded that."""
    return attempt.state == AttemptState.OPEN and now < attempt.deadline_at


def hears_saves(attempt: TimedAttempt, now: datetime) -> bool:
    return attempt.state == AttemptState.OPEN and now <= attempt.deadline_at + GRACE


def phase_of(sitting: Window, now: datetime) -> SittingPhase:
    if sitting.state == SittingState.DRAFT:
        return SittingPhase.DRAFT
    if sitting.state == SittingState.CANCELLED:
        return SittingPhase.CANCELLED
    if now >= sitting.closes_at:
        return SittingPhase.OVER
    if now >= sitting.opens_at:
        return SittingPhase.RUNNING
    if now >= sitting.registration_closes_at:
        return SittingPhase.REGISTRATION_CLOSED
    return SittingPhase.REGISTRATION if now >= sitting.registration_opens_at else SittingPhase.PLANNED


def takes_registrations(sitting: Window, now: datetime) -> bool:
    """Registration may stay open while the sitting runs, if its window says so."""
    return (
        sitting.state == SittingState.PUBLISHED
        and sitting.registration_opens_at <= now < sitting.registration_closes_at
        and now < sitting.closes_at
    )


def takes_starts(sitting: Window, now: datetime) -> bool:
    return sitting.state == SittingState.PUBLISHED and sitting.opens_at <= now < sitting.closes_at


def may_cancel(sitting: Window, now: datetime) -> bool:
    return now < sitting.opens_at
