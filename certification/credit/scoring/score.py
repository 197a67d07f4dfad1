"""From records to score and level, kept in a form that a page can explain line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from certification.credit.scoring.dates import add_months
from certification.credit.scoring.rule_set import GRADES, SEVERITIES, CreditRules

UNRATED = "unrated"

# What became of a record on a day.
PENDING = "pending"  # not in effect yet
COUNTED = "counted"
LAPSED = "lapsed"  # its window is over
WITHDRAWN = "withdrawn"  # taken back before its window was over
SUPERSEDED = "superseded"  # the same fact counts under an item with more points (一事不二扣)
LIMITED = "limited"  # beyond the item's maximum, or not the highest of its item
BARRED = "barred"  # a bonus while an ordinary or severe deduction is active

NO_CONSENT = "no_consent"
TOO_YOUNG = "too_young"


@dataclass(frozen=True)
class Record:
    """A fact as decided. It counts from ``effective_on`` and no longer from ``ends_on``; both may be open."""

    key: str
    code: str
    variant: str
    points: int
    severity: str
    fact_key: str
    effective_on: date | None
    ends_on: date | None
    withdrawn: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a record gave on the day: ``counted`` points (signed), and for SUPERSEDED the ``by`` that counts in its place."""

    record: Record
    standing: str
    counted: int = 0
    by: Record | None = None


@dataclass(frozen=True)
class CreditScore:
    """``grade`` is what the score would give; ``level`` is the grade, or UNRATED with its reasons. ``capped_by`` holds what kept the grade down."""

    on: date
    deducted: int
    base: int
    bonus_sum: int
    bonus: int
    score: int
    uncapped_grade: str
    grade: str
    level: str
    unrated_reasons: tuple[str, ...]
    rated_from: date
    capped_by: tuple[Record, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def deductions(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.counted < 0)

    @property
    def bonuses(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.counted > 0)

    @property
    def is_bonus_barred(self) -> bool:
        return any(verdict.standing == BARRED for verdict in self.verdicts)

    def verdict_of(self, key: str) -> Verdict:
        return next(verdict for verdict in self.verdicts if verdict.record.key == key)


def score(*, records: Iterable[Record], rules: CreditRules, on: date, opened_on: date, consent: bool) -> CreditScore:
    """The same records, rules and day give the same answer, in whatever order the records come."""
    verdicts = _judge(sorted(records, key=_order), rules, on)
    deducting = [verdict.record for verdict in verdicts if verdict.counted < 0]
    deducted = -sum(verdict.counted for verdict in verdicts if verdict.counted < 0)
    bonus_sum = sum(verdict.counted for verdict in verdicts if verdict.counted > 0)
    if any(record.severity in ("ordinary", "severe") for record in deducting):
        verdicts = [replace(each, standing=BARRED, counted=0) if each.counted > 0 else each for each in verdicts]
        bonus_sum = 0
    base = max(0, rules.base - deducted)
    bonus = min(rules.bonus_cap, bonus_sum)
    uncapped = _grade(base + bonus, rules, clean=not deducting)
    caps = [(cap, record) for record in deducting if (cap := _cap_of(record, rules))]
    grade = min([uncapped, *(cap for cap, _record in caps)], key=GRADES.index)
    rated_from = add_months(opened_on, rules.rated_after_months)
    reasons = ((NO_CONSENT,) if not consent else ()) + ((TOO_YOUNG,) if on < rated_from else ())
    return CreditScore(
        on=on,
        deducted=deducted,
        base=base,
        bonus_sum=bonus_sum,
        bonus=bonus,
        score=base + bonus,
        uncapped_grade=uncapped,
        grade=grade,
        level=UNRATED if reasons else grade,
        unrated_reasons=reasons,
        rated_from=rated_from,
        capped_by=tuple(record for cap, record in caps if GRADES.index(cap) < GRADES.index(uncapped)),
        verdicts=tuple(verdicts),
    )


def _order(record: Record) -> tuple[date, str, str, str]:
    return (record.effective_on or date.max, record.code, record.fact_key, record.key)


def _judge(records: list[Record], rules: CreditRules, on: date) -> list[Verdict]:
    began = [record for record in records if record.effective_on is not None and record.effective_on <= on]
    standing = [record for record in began if not (record.withdrawn and _is_over(record, on))]
    winners = _winners(standing)
    active = [record for record in standing if not _is_over(record, on) and winners[_fact(record)] == record]
    counted = _counted(active, rules)
    return [_verdict(record, on, standing, winners, counted) for record in records]


def _verdict(
    record: Record,
    on: date,
    standing: list[Record],
    winners: dict[tuple[bool, str], Record],
    counted: dict[str, int],
) -> Verdict:
    if record.effective_on is None or record.effective_on > on:
        return Verdict(record, WITHDRAWN if record.withdrawn and _is_over(record, on) else PENDING)
    if record not in standing:
        return Verdict(record, WITHDRAWN)
    if _is_over(record, on):
        return Verdict(record, LAPSED)
    winner = winners[_fact(record)]
    if winner != record:
        return Verdict(record, SUPERSEDED, by=winner)
    points = counted[record.key]
    return Verdict(record, COUNTED if points else LIMITED, points)


def _is_over(record: Record, on: date) -> bool:
    return record.ends_on is not None and record.ends_on <= on


def _fact(record: Record) -> tuple[bool, str]:
    return (record.points < 0, record.fact_key)


def _winners(records: list[Record]) -> dict[tuple[bool, str], Record]:
    """The one record of each fact that scores: most points, then the graver, then the earlier.

    It stays the one after it has lapsed: a fact that was scored once is not scored again under a lesser item.
    """
    winners: dict[tuple[bool, str], Record] = {}
    for record in records:
        best = winners.get(_fact(record))
        if best is None or _weight(record) > _weight(best):
            winners[_fact(record)] = record
    return winners


def _weight(record: Record) -> tuple[int, int]:
    return (abs(record.points), SEVERITIES.index(record.severity) if record.severity else -1)


def _counted(active: list[Record], rules: CreditRules) -> dict[str, int]:
    """Points per record after each item's maximum; of an item that counts the highest only, the earliest highest one."""
    counted: dict[str, int] = {}
    for code in sorted({record.code for record in active}):
        of_item = [record for record in active if record.code == code]
        rule = next((rule for rule in rules.items.values() if rule.code == code), None)
        if rule is not None and rule.highest_only:
            highest = max(of_item, key=lambda record: abs(record.points))
            counted |= {record.key: record.points if record == highest else 0 for record in of_item}
            continue
        left = rule.maximum if rule is not None else None
        for record in of_item:
            points = record.points if left is None or record.points < 0 else min(record.points, left)
            counted[record.key] = points
            left = None if left is None else left - max(points, 0)
    return counted


def _cap_of(record: Record, rules: CreditRules) -> str:
    rule = rules.item(record.code, record.variant)
    caps = [rule.cap] if rule is not None and rule.cap else []
    if record.severity == "severe":
        caps.append(rules.severe_cap)
    return min(caps, key=GRADES.index) if caps else ""


def _grade(points: int, rules: CreditRules, *, clean: bool) -> str:
    if points > rules.base and clean:
        return "A+"
    return next((grade for grade in ("A", "B", "C") if points >= rules.thresholds[grade]), "D")
