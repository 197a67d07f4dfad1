"""Against the calendars that the State Council's office published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.credit.working_days import (
    WorkingCalendar,
    add_working_days,
    merge_calendars,
    years_missing,
)
from tests.certification.credit.facts import RULES

CALENDAR = RULES.calendar


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2025, 6, 3), 10, date(2025, 6, 17)),  # two plain weeks
        (date(2025, 9, 26), 10, date(2025, 10, 16)),  # Sunday 28 September and Saturday 11 October are worked
        (date(2025, 1, 24), 3, date(2025, 2, 5)),  # Sunday 26 January is worked, then the Spring Festival
        (date(2026, 2, 13), 3, date(2026, 2, 25)),
        (date(2025, 5, 30), 1, date(2025, 6, 3)),  # Dragon Boat Festival
        (date(2025, 6, 3), 0, date(2025, 6, 3)),
    ],
)
def test_period_ends_on_its_last_working_day(start: date, days: int, last: date) -> None:
    assert add_working_days(start, days, CALENDAR) == last


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_year_has_as_many_working_days_as_published(year: int, days: int) -> None:
    every = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]

    assert sum(CALENDAR.is_working_day(day) for day in every if day.year == year) == days


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 40))
def test_last_day_is_a_working_day_and_holds_the_days_asked_for(start: date, days: int) -> None:
    last = add_working_days(start, days, CALENDAR)
    between = [start + timedelta(days=number) for number in range(1, (last - start).days + 1)]

    assert CALENDAR.is_working_day(last)
    assert sum(CALENDAR.is_working_day(day) for day in between) == days


def _calendar(*holidays: str, worked: tuple[str, ...] = ()) -> WorkingCalendar:
    days = frozenset(date.fromisoformat(day) for day in holidays)
    return WorkingCalendar(days, frozenset(date.fromisoformat(day) for day in worked))


def test_newer_calendar_replaces_the_years_it_speaks_of_and_no_others() -> None:
    older = _calendar("2025-10-01", "2026-10-01", worked=("2025-10-11", "2026-10-10"))
    newer = _calendar("2026-10-02", "2027-01-01", worked=("2026-10-17",))

    assert merge_calendars([older, newer]) == _calendar(
        "2025-10-01", "2026-10-02", "2027-01-01", worked=("2025-10-11", "2026-10-17")
    )
    assert merge_calendars([]) == _calendar()


@pytest.mark.parametrize(
    ("on", "missing"),
    [
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), [2027]),
        (date(2027, 3, 1), [2027]),
        (date(2027, 12, 15), [2027, 2028]),
    ],
)
def test_coming_year_is_missed_from_december_on(on: date, missing: list[int]) -> None:
    assert years_missing(CALENDAR, on) == missing
