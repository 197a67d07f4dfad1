"""When things happen in the demonstration: on a day counted from today, at an hour at which an association works."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

TIANJIN = ZoneInfo("Asia/Shanghai")

# Certificates issued on this day end in six weeks: their holders can renew them now.
RENEWABLE_SINCE = -1053
_VALIDITY_YEARS = 3


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


def year_of_renewals(*, now: datetime) -> int:
    """Of the last day of what can be renewed now; a renewal asks for the hours of the three years before it."""
    return moment(RENEWABLE_SINCE, "00:00", now=now).year + _VALIDITY_YEARS
