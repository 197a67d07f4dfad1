"""A version of the credit rules, read from the JSON of ``CreditRuleSet.parameters``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from certification.credit.working_days import WorkingCalendar

SEVERITIES = ("minor", "ordinary", "severe")
PUBLISHED = ("ordinary", "severe")
GRADES = ("D", "C", "B", "A", "A+")
# No period of the rules is longer; it also keeps a slip of the pen from counting days for ever.
MOST_WORKING_DAYS = 250


class RuleSetError(ValueError):
    """The parameters are no rule set; the text names the place and what is wrong there."""


@dataclass(frozen=True)
class ItemRule:
    """One item and variant, such as D03 serious. ``window_months`` is None for what lasts as long as a certificate is valid."""

    code: str
    variant: str
    points: int
    severity: str
    window_months: int | None
    title_zh: str
    title_en: str
    evidence_zh: str
    evidence_en: str
    maximum: int | None = None
    highest_only: bool = False
    cap: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}:{self.variant}" if self.variant else self.code


@dataclass(frozen=True)
class Publication:
    """For how many months a record of a severity may be public."""

    minimum: int
    maximum: int


@dataclass(frozen=True)
class CreditRules:
    base: int
    bonus_cap: int
    rated_after_months: int
    thresholds: Mapping[str, int]
    severe_cap: str
    hearing_days: int
    service_days: int
    effect_days: int
    deciders: int
    committee: int
    items: Mapping[tuple[str, str], ItemRule]
    publication: Mapping[str, Publication]
    calendar: WorkingCalendar = field(repr=False)

    def item(self, code: str, variant: str) -> ItemRule | None:
        return self.items.get((code, variant))

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "CreditRules":
        """Raises ``RuleSetError`` for a missing or impossible value."""
        try:
            rules = _read(parameters)
        except KeyError as error:
            raise RuleSetError(f"{error.args[0]} is missing") from error
        except (TypeError, ValueError, AttributeError, OverflowError) as error:
            raise RuleSetError(str(error)) from error
        _check(rules)
        return rules


def _read(parameters: Mapping[str, Any]) -> CreditRules:
    days = parameters["working_days"]
    items = [_read_item(row) for row in parameters["items"]]
    return CreditRules(
        base=int(parameters["base"]),
        bonus_cap=int(parameters["bonus_cap"]),
        rated_after_months=int(parameters["rated_after_months"]),
        thresholds={grade: int(parameters["thresholds"][grade]) for grade in ("A", "B", "C")},
        severe_cap=str(parameters["severe_cap"]),
        hearing_days=int(days["hearing"]),
        service_days=int(days["service"]),
        effect_days=int(days["effect"]),
        deciders=int(parameters["deciders"]["ordinary"]),
        committee=int(parameters["deciders"]["committee"]),
        items={(item.code, item.variant): item for item in items},
        publication={
            severity: Publication(int(row["minimum"]), int(row["maximum"]))
            for severity, row in parameters["publication"].items()
        },
        calendar=read_calendar(parameters["calendar"]),
    )


def _read_item(row: Mapping[str, Any]) -> ItemRule:
    months, maximum = row["window_months"], row.get("maximum")
    return ItemRule(
        code=str(row["code"]),
        variant=str(row["variant"]),
        points=int(row["points"]),
        severity=str(row["severity"]),
        window_months=None if months is None else int(months),
        title_zh=str(row["title_zh"]),
        title_en=str(row["title_en"]),
        evidence_zh=str(row["evidence_zh"]),
        evidence_en=str(row["evidence_en"]),
        maximum=None if maximum is None else int(maximum),
        highest_only=bool(row.get("highest_only", False)),
        cap=str(row.get("cap", "")),
    )


def read_calendar(row: Mapping[str, Any]) -> WorkingCalendar:
    return WorkingCalendar(
        holidays=frozenset(_days(row["holidays"])), make_up_days=frozenset(_days(row["make_up_days"]))
    )


def _days(values: Sequence[str]) -> list[date]:
    return [date.fromisoformat(value) for value in values]


def _check(rules: CreditRules) -> None:
    if not rules.thresholds["A"] > rules.thresholds["B"] > rules.thresholds["C"] > 0:
        raise RuleSetError("thresholds must fall from A to C")
    if rules.severe_cap not in GRADES:
        raise RuleSetError(f"severe_cap {rules.severe_cap!r} is no grade")
    _check_procedure(rules)
    for item in rules.items.values():
        _check_item(item)


def _check_procedure(rules: CreditRules) -> None:
    if not all(0 < days <= MOST_WORKING_DAYS for days in (rules.hearing_days, rules.service_days, rules.effect_days)):
        raise RuleSetError(f"working_days must be 1 to {MOST_WORKING_DAYS} each")
    if not 0 < rules.deciders <= rules.committee:
        raise RuleSetError("deciders must be at least 1, and the committee no smaller")
    for severity in PUBLISHED:
        window = rules.publication.get(severity)
        if window is None or not 0 < window.minimum <= window.maximum:
            raise RuleSetError(f"publication: {severity} needs a minimum of months and a maximum no smaller")


def _check_item(item: ItemRule) -> None:
    if item.points == 0:
        raise RuleSetError(f"{item.key}: points must not be 0")
    if (item.points < 0) != (item.severity in SEVERITIES):
        raise RuleSetError(f"{item.key}: a deduction has a severity, a bonus has none")
    if item.cap and item.cap not in GRADES:
        raise RuleSetError(f"{item.key}: cap {item.cap!r} is no grade")
