"""When attendance may be recorded. The association's own rule: from the morning of the day until two weeks after the run."""

from datetime import datetime, time, timedelta
from typing import Protocol

from django.utils import timezone

CORRECTION_PERIOD = timedelta(days=14)
# Whoever was not checked in by then was absent, should nobody have said so.
ABSENT_AFTER = timedelta(hours=24)


class Meeting(Protocol):
    starts_at: datetime


class Dated(Protocol):
    ends_at: datetime


def check_in_opens_at(session: Meeting) -> datetime:
    """Midnight before the session, in the association's time zone."""
    day = timezone.localdate(session.starts_at)
    return timezone.make_aware(datetime.combine(day, time.min))


def check_in_closes_at(run: Dated) -> datetime:
    return run.ends_at + CORRECTION_PERIOD


def may_close(session: Meeting, now: datetime) -> bool:
    """Before it began nobody can be absent."""
    return now >= session.starts_at
