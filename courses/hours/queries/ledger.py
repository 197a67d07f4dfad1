"""A person's ledger and what a year adds up to."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.catalogue.enums import Category
from courses.hours.enums import ATTENDANCE_CORRECTED, SourceKind
from courses.hours.models import HoursEntry
from courses.hours.queries.rule_sets import rule_set_of
from courses.hours.scoring import Half, HoursRules, YearSummary, summarize_year
from lms.accounts.models import Practitioner


@dataclass(frozen=True)
class LedgerRow:
    entry_id: int
    earned_on: date
    booked_at: datetime
    title: str
    category: str
    domain: str
    minutes: int
    hours: Decimal
    recognized_hours: Decimal
    rule_set: str
    is_reversal: bool
    is_reversed: bool
    # Sentences, in the reader's language, from minutes to hours.
    explanation: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    year: int
    rule_set: str
    basis: str
    summary: YearSummary
    recognized_hours: Decimal
    rows: tuple[LedgerRow, ...]


def years_with_entries(practitioner: Practitioner) -> list[int]:
    """The latest first."""
    years = HoursEntry.objects.filter(practitioner=practitioner).values_list("year", flat=True)
    return list(years.order_by("-year").distinct())


def year_summary(practitioner: Practitioner, year: int) -> YearSummary:
    """What the year's ledger adds up to by the rule set of the year."""
    entries = HoursEntry.objects.filter(practitioner=practitioner, year=year).values_list("category", "hours")
    rules = HoursRules.from_parameters(rule_set_of(year).parameters)
    return summarize_year(((Category(category), hours) for category, hours in entries), rules)


def year_ledger(practitioner: Practitioner, year: int) -> Year:
    entries = list(
        HoursEntry.objects.filter(practitioner=practitioner, year=year)
        .select_related(
            "domain",
            "rule_set",
            "reversed_by",
            "completion__enrollment__run__course",
        )
        .order_by("earned_on", "pk")
    )
    rule_set = rule_set_of(year)
    rules = HoursRules.from_parameters(rule_set.parameters)
    return Year(
        year=year,
        rule_set=rule_set.code,
        basis=rule_set.basis,
        summary=summarize_year(((Category(entry.category), entry.hours) for entry in entries), rules),
        recognized_hours=sum((entry.hours for entry in entries if entry.officially_recognized), Decimal(0)),
        rows=tuple(_row(entry) for entry in entries),
    )


def _row(entry: HoursEntry) -> LedgerRow:
    return LedgerRow(
        entry_id=entry.pk,
        earned_on=entry.earned_on,
        booked_at=entry.booked_at,
        title=_title(entry),
        category=str(Category(entry.category).label),
        domain=entry.domain.name,
        minutes=entry.minutes,
        hours=entry.hours,
        recognized_hours=entry.hours if entry.officially_recognized else Decimal(0),
        rule_set=entry.rule_set.code,
        is_reversal=entry.source_kind == SourceKind.REVERSAL,
        is_reversed=hasattr(entry, "reversed_by"),
        explanation=tuple(explain(entry)),
    )


def _title(entry: HoursEntry) -> str:
    source = entry.reverses or entry
    return source.completion.enrollment.run.course.title if source.completion else ""


def explain(entry: HoursEntry) -> list[str]:
    """The steps from minutes to hours, as stored when they were booked."""
    if entry.source_kind == SourceKind.REVERSAL:
        return [_reason(entry.explanation.get("reason", ""))]
    rules = HoursRules.from_parameters(entry.rule_set.parameters)
    lines = [_("%(minutes)s minutes attended.") % {"minutes": entry.minutes}]
    lines += [_limit(part, rules) for part in entry.explanation["slices"] if part["counted"] < part["minutes"]]
    if entry.explanation["repeats"]:
        when = date_format(date.fromisoformat(entry.explanation["repeats"]), "DATE_FORMAT")
        text = _("The same course counted on %(day)s already; it counts once in %(months)s months, so 0 hours.")
        return [*lines, text % {"day": when, "months": rules.repeat_months}]
    text = _("%(minutes)s minutes ÷ %(lesson)s, in whole steps of %(step)s: %(hours)s hours.")
    words = {
        "minutes": entry.explanation["counted_minutes"],
        "lesson": rules.lesson_minutes,
        "step": rules.step,
        "hours": entry.hours,
    }
    return [*lines, text % words]


def _limit(part: dict[str, object], rules: HoursRules) -> str:
    half = _("morning") if part["half"] == Half.MORNING else _("afternoon")
    text = _(
        "On %(day)s, %(half)s: %(counted)s of %(minutes)s minutes count (at most %(half_day)s hours a half-day, %(whole_day)s a day)."
    )
    return text % {
        "day": date_format(date.fromisoformat(str(part["day"])), "DATE_FORMAT"),
        "half": half,
        "counted": part["counted"],
        "minutes": part["minutes"],
        "half_day": rules.half_day_max,
        "whole_day": rules.day_max,
    }


def _reason(reason: str) -> str:
    if reason == ATTENDANCE_CORRECTED:
        return _("Taken back because the attendance was corrected.")
    return _("Taken back: %(reason)s") % {"reason": reason}
