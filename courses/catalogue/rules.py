"""Where a run stands at a moment. ``CourseRunQuerySet.in_phase`` says the same in SQL; a test holds them together."""

from datetime import datetime
from typing import Protocol

from courses.catalogue.enums import RunPhase, RunState


class Dated(Protocol):
    enrollment_opens_at: datetime
    enrollment_closes_at: datetime
    starts_at: datetime
    ends_at: datetime


class Stated(Protocol):
    state: str


def phase_of(run: Dated, now: datetime) -> RunPhase:
    """One may still enroll in a series that has begun, so an open enrollment goes before "under way"."""
    if run.ends_at <= now:
        return RunPhase.FINISHED
    if run.enrollment_opens_at <= now < run.enrollment_closes_at:
        return RunPhase.OPEN
    if run.starts_at <= now:
        return RunPhase.RUNNING
    if run.enrollment_closes_at <= now:
        return RunPhase.CLOSED
    return RunPhase.UPCOMING


def is_published(run: Stated) -> bool:
    return run.state == RunState.PUBLISHED
