"""The rule for sitting an assessment again. Plain dates in, an answer out.

A *go* is the local day of an attempt, or of a sitting the practitioner is registered for and has not sat yet.
"""

from collections.abc import Iterable
from datetime import date, timedelta


def too_soon_until(*, goes: Iterable[date], on: date, days: int) -> date | None:
    """The first day that would do, when a go lies less than ``days`` from ``on``; else nothing."""
    near = [go for go in goes if abs((on - go).days) < days]
    return max(near) + timedelta(days=days) if near else None


def year_is_full(*, goes: Iterable[date], on: date, per_year: int) -> bool:
    return sum(go.year == on.year for go in goes) >= per_year


def earliest_retake(*, goes: Iterable[date], days: int, per_year: int) -> date | None:
    """The first day after every go on which both rules allow another; nothing without a go."""
    known = sorted(goes)
    if not known:
        return None
    first = known[-1] + timedelta(days=days)
    while year_is_full(goes=known, on=first, per_year=per_year):
        first = date(first.year + 1, 1, 1)
    return first
