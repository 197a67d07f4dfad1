from courses.hours.queries.entries import days_counted, minutes_counted, standing_entries
from courses.hours.queries.ledger import LedgerRow, Year, explain, year_ledger, year_summary, years_with_entries
from courses.hours.queries.rule_sets import rule_set_of

__all__ = [
    "LedgerRow",
    "Year",
    "days_counted",
    "explain",
    "minutes_counted",
    "rule_set_of",
    "standing_entries",
    "year_ledger",
    "year_summary",
    "years_with_entries",
]
