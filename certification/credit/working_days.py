"""Working days (工作日): pure arithmetic over a calendar that is data of the rule set."""

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Days off beyond the weekends, and weekend days that are worked instead (调休), as the State Council's yearly notice has them."""

    holidays: frozenset[date]
    make_up_days: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays


def add_working_days(start: date, days: int, calendar: WorkingCalendar) -> date:
    """The last day of a period of ``days`` working days; the day on which it starts is not counted (民法典 Art 201)."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            days -= 1
    return day


def period_is_over(*, start: date, days: int, calendar: WorkingCalendar, on: date) -> bool:
    return on > add_working_days(start, days, calendar)
