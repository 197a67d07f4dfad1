"""When things happen in the demonstration: on a day counted from today, at an hour at which an association works."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

TIANJIN = ZoneInfo("Asia/Shanghai")


def moment(day: int, clock: str, *, now: datetime) -> datetime:
    """``day`` 0 is today in Tianjin, whatever the hour at which the demonstration is made."""
    return at_clock(now + timedelta(days=day), clock)


def at_clock(at: datetime, clock: str) -> datetime:
    """The same day in Tianjin at ``clock``, such as 09:00."""
    return datetime.combine(at.astimezone(TIANJIN).date(), time.fromisoformat(clock), tzinfo=TIANJIN)


def next_quarter(at: datetime) -> datetime:
    """The next full quarter of an hour, or ``at`` itself."""
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at + (timedelta(minutes=15) - past if past else past)
