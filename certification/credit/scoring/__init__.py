"""The credit score as a pure function of records, rule set and date; no database, no clock."""

from certification.credit.scoring.dates import add_months
from certification.credit.scoring.publication import public_until
from certification.credit.scoring.rule_set import CreditRules, ItemRule, Publication, RuleSetError, read_calendar
from certification.credit.scoring.score import CreditScore, Record, Verdict, score

__all__ = [
    "CreditRules",
    "CreditScore",
    "ItemRule",
    "Publication",
    "Record",
    "RuleSetError",
    "Verdict",
    "add_months",
    "public_until",
    "read_calendar",
    "score",
]
