from datetime import date

from certification.credit.scoring.dates import add_months


def public_until(*, effective_on: date, months: int, ends_on: date | None, source_until: date | None) -> date:
    """The first day on which a record is no longer public: never after it has lapsed, nor after its source is withdrawn."""
    return min(day for day in (add_months(effective_on, months), ends_on, source_until) if day is not None)
