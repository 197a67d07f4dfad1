"""What a certificate is worth at a moment: the one function behind page, document, search and status list."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from certification.certificates.enums import EventType, Status
from certification.certificates.rules import APPLIED, ENDS

# The last day of validity is a day in Tianjin, wherever the server or the reader is.
TIME_ZONE = ZoneInfo("Asia/Shanghai")


class Event(Protocol):
    @property
    def type(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def status_at(events: Iterable[Event], *, valid_until: date | None, moment: datetime) -> Status | None:
    """None before the certificate was issued.

    What ended a certificate (revoked, canceled, replaced) stays, also past its last day. Events of one instant count in the given order.
    """
    types = [event.type for event in sorted(events, key=lambda event: event.at) if event.at <= moment]
    if EventType.ISSUED not in types:
        return None
    for type_ in ENDS:
        if type_ in types:
            return APPLIED[type_]
    if EventType.EXPIRED in types or is_past(valid_until, moment=moment):
        return Status.EXPIRED
    holds = [type_ for type_ in types if type_ in {EventType.SUSPENDED, EventType.REINSTATED}]
    return Status.SUSPENDED if holds and holds[-1] == EventType.SUSPENDED else Status.VALID


def is_past(valid_until: date | None, *, moment: datetime) -> bool:
    """Whether the last day of validity is over; the day itself still counts."""
    return valid_until is not None and moment.astimezone(TIME_ZONE).date() > valid_until


def last_valid_day(issued_at: datetime, *, years: int) -> date:
    return years_later(issued_at.astimezone(TIME_ZONE).date(), years)


def years_later(day: date, years: int) -> date:
    """The day with the same date, or the last of that month (Civil Code, Art 201–202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
