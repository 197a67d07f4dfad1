"""From minutes to hours (学时), and from hours to a year's verdict. Pure: plain values in, a result out.

One hour is a lesson of 45 minutes (《专业技术人员继续教育规定》 gives the yearly norm in such hours); the numbers come from a rule set.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from courses.catalogue.enums import Category


@dataclass(frozen=True)
class HoursRules:
    year_norm: Decimal
    professional_min: Decimal
    general_max: Decimal
    lesson_minutes: int
    step: Decimal
    half_day_max: Decimal
    day_max: Decimal
    # Where the morning ends.
    noon: time
    repeat_months: int

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "HoursRules":
        return cls(
            year_norm=Decimal(str(parameters["year_norm"])),
            professional_min=Decimal(str(parameters["professional_min"])),
            general_max=Decimal(str(parameters["general_max"])),
            lesson_minutes=int(parameters["lesson_minutes"]),
            step=Decimal(str(parameters["step"])),
            half_day_max=Decimal(str(parameters["half_day_max"])),
            day_max=Decimal(str(parameters["day_max"])),
            noon=time.fromisoformat(parameters["noon"]),
            repeat_months=int(parameters["repeat_months"]),
        )


class Half(StrEnum):
    # In the order of the day, for half-days are sorted.
    MORNING = "am"
    AFTERNOON = "pm"


@dataclass(frozen=True, order=True)
class HalfDay:
    day: date
    half: Half


@dataclass(frozen=True)
class Meeting:
    """Minutes attended from a moment on, in the association's local time."""

    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Slice:
    """What was attended in one half-day, and what of it counts."""

    half_day: HalfDay
    minutes: int
    counted: int


@dataclass(frozen=True)
class ActivityHours:
    minutes: int
    counted_minutes: int
    hours: Decimal
    slices: tuple[Slice, ...]
    # The day on which the same course was counted before; it makes the hours zero.
    repeats: date | None


def score_activity(
    meetings: Sequence[Meeting],
    *,
    on: date,
    rules: HoursRules,
    counted_before: Mapping[HalfDay, int] | None = None,
    same_course_on: Iterable[date] = (),
) -> ActivityHours:
    """``counted_before``: minutes that other activities have used up; ``same_course_on``: the days on which this course counted."""
    slices = _cap(_split(meetings, rules.noon), counted_before or {}, rules)
    counted = sum(each.counted for each in slices)
    repeats = next((day for day in sorted(same_course_on) if is_repeat(day, on, rules)), None)
    return ActivityHours(
        minutes=sum(meeting.minutes for meeting in meetings),
        counted_minutes=counted,
        hours=Decimal(0) if repeats else hours_of(counted, rules),
        slices=slices,
        repeats=repeats,
    )


def hours_of(minutes: int, rules: HoursRules) -> Decimal:
    """Whole steps only, never rounded up: 113 minutes are 2.5 hours."""
    return Decimal(minutes) // (rules.lesson_minutes * rules.step) * rules.step


def is_repeat(one: date, other: date, rules: HoursRules) -> bool:
    """Whether two deliveries of a course lie less than the rule's months apart, whichever came first."""
    earlier, later = sorted((one, other))
    return later < add_months(earlier, rules.repeat_months)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _split(meetings: Sequence[Meeting], noon: time) -> dict[HalfDay, int]:
    """Minutes per half-day; a meeting over lunch or midnight is cut there."""
    minutes: dict[HalfDay, int] = {}
    for meeting in meetings:
        at, left = meeting.starts_at, meeting.minutes
        while left > 0:
            half_day = HalfDay(at.date(), Half.MORNING if at.time() < noon else Half.AFTERNOON)
            part = min(left, int((_end_of(half_day, noon) - at.replace(tzinfo=None)) / timedelta(minutes=1)) or 1)
            minutes[half_day] = minutes.get(half_day, 0) + part
            at, left = at + timedelta(minutes=part), left - part
    return minutes


def _end_of(half_day: HalfDay, noon: time) -> datetime:
    if half_day.half == Half.MORNING:
        return datetime.combine(half_day.day, noon)
    return datetime.combine(half_day.day + timedelta(days=1), time.min)


def _cap(minutes: Mapping[HalfDay, int], before: Mapping[HalfDay, int], rules: HoursRules) -> tuple[Slice, ...]:
    half_day_minutes = int(rules.half_day_max * rules.lesson_minutes)
    day_minutes = int(rules.day_max * rules.lesson_minutes)
    used = dict(before)
    slices = []
    for half_day in sorted(minutes):
        used_that_day = sum(value for each, value in used.items() if each.day == half_day.day)
        room = min(half_day_minutes - used.get(half_day, 0), day_minutes - used_that_day)
        counted = max(0, min(minutes[half_day], room))
        used[half_day] = used.get(half_day, 0) + counted
        slices.append(Slice(half_day, minutes[half_day], counted))
    return tuple(slices)


@dataclass(frozen=True)
class YearSummary:
    """A year's ledger against its norm; ``general_counted`` is what of the general hours counts."""

    general: Decimal
    professional: Decimal
    elective: Decimal
    general_counted: Decimal
    total: Decimal
    year_norm: Decimal
    professional_min: Decimal
    general_max: Decimal

    @property
    def missing(self) -> Decimal:
        return max(Decimal(0), self.year_norm - self.total)

    @property
    def missing_professional(self) -> Decimal:
        return max(Decimal(0), self.professional_min - self.professional)

    @property
    def total_is_met(self) -> bool:
        return not self.missing

    @property
    def professional_is_met(self) -> bool:
        return not self.missing_professional

    @property
    def is_met(self) -> bool:
        return self.total_is_met and self.professional_is_met


def summarize_year(entries: Iterable[tuple[Category, Decimal]], rules: HoursRules) -> YearSummary:
    """Reversals are entries with negative hours; they take away where they were booked."""
    sums = dict.fromkeys(Category, Decimal(0))
    for category, hours in entries:
        sums[Category(category)] += hours
    general = min(sums[Category.GENERAL], rules.general_max)
    professional, elective = sums[Category.PROFESSIONAL], sums[Category.ELECTIVE]
    return YearSummary(
        general=sums[Category.GENERAL],
        professional=professional,
        elective=elective,
        general_counted=general,
        total=general + professional + elective,
        year_norm=rules.year_norm,
        professional_min=rules.professional_min,
        general_max=rules.general_max,
    )
