"""The server's time: when an attempt ends and until when a save is heard. Plain values in, a moment out."""

from datetime import datetime, timedelta
from decimal import Decimal

# A save that left the browser in time may arrive this much later.
GRACE = timedelta(seconds=30)
_MINUTE = 60_000_000


def deadline(*, started_at: datetime, minutes: int, extra_time: Decimal, closes_at: datetime) -> datetime:
    """The limit times the candidate's extra time, but never past the end of the sitting's window."""
    limit = timedelta(microseconds=int(minutes * _MINUTE * extra_time))
    return min(started_at + limit, closes_at)


def seconds_left(*, deadline_at: datetime, now: datetime) -> float:
    return max((deadline_at - now).total_seconds(), 0.0)
