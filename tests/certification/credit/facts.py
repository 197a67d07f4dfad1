"""Plain records for tests of the pure rules, from the association's own first rule set."""

from datetime import date
from importlib import import_module
from itertools import count

from certification.credit.scoring import CreditRules, CreditScore, Record, add_months, score

ON = date(2025, 6, 2)
RULES = CreditRules.from_parameters(import_module("certification.credit.migrations.0002_rule_set_2024").parameters())
_numbers = count(1)


def make_record(
    code: str,
    variant: str = "",
    *,
    effective_on: date | None = date(2025, 3, 3),
    fact_key: str = "",
    withdrawn_on: date | None = None,
) -> Record:
    """A record as the rule set has it, a fact of its own unless ``fact_key`` says otherwise."""
    item = RULES.items[code, variant]
    key = f"{next(_numbers):06d}"
    months = item.window_months
    ends_on = add_months(effective_on, months) if effective_on and months else None
    return Record(
        key=key,
        code=code,
        variant=variant,
        points=item.points,
        severity=item.severity,
        fact_key=fact_key or key,
        effective_on=effective_on,
        ends_on=withdrawn_on or ends_on,
        withdrawn=withdrawn_on is not None,
    )


def score_of(*records: Record, on: date = ON, opened_on: date = date(2024, 1, 2), consent: bool = True) -> CreditScore:
    return score(records=records, rules=RULES, on=on, opened_on=opened_on, consent=consent)


def five_bonus_points() -> list[Record]:
    return [make_record("B03", "L3"), make_record("B02"), make_record("B01"), make_record("B01")]
