"""Working days (工作日): pure arithmetic over a calendar that is data of the rule set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
# How far ahead a period that begins today may reach, the longest holidays included.
_AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class WorkingCalendar:
    """Days off beyond the weekends, and weekend days that are worked instead (调休), as the State Council's yearly notice has them."""

    holidays: frozenset[date]
    make_up_days: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays


def merge_calendars(calendars: Iterable[WorkingCalendar]) -> WorkingCalendar:
    """Later ones replace earlier ones, year by year; a year of which one says nothing stays as it was."""
    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    for each in calendars:
        years = {day.year for day in each.holidays}
        holidays = each.holidays | {day for day in holidays if day.year not in years}
        make_up_days = frozenset(day for day in each.make_up_days if day.year in years) | frozenset(
            day for day in make_up_days if day.year not in years
        )
    return WorkingCalendar(holidays, make_up_days)


def years_missing(calendar: WorkingCalendar, on: date) -> list[int]:
    """No year is without days off, so one that has none was not entered."""
    entered = {day.year for day in calendar.holidays}
    return [year for year in sorted({on.year, (on + _AHEAD).year}) if year not in entered]


def add_working_days(start: date, days: int, calendar: WorkingCalendar) -> date:
    """The last day of a period of ``days`` working days; the day on which it starts is not counted (民法典 Art 201)."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            days -= 1
    return day
