"""When a certificate can be renewed, which years count, and when its holder is reminded. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class RenewalRules:
    """``hours_years``: so many calendar years before that of the last day must meet the norm."""

    hours_years: int
    opens_days_before: int
    reminder_days_before: tuple[int, ...]

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "RenewalRules":
        """Raises ``ValueError`` for parameters that make no sense."""
        try:
            rules = cls(
                hours_years=int(parameters["hours_years"]),
                opens_days_before=int(parameters["opens_days_before"]),
                reminder_days_before=tuple(
                    sorted((int(days) for days in parameters["reminder_days_before"]), reverse=True)
                ),
            )
        except (KeyError, TypeError) as wrong:
            raise ValueError(str(wrong)) from wrong
        days = rules.reminder_days_before
        if rules.hours_years < 1 or rules.opens_days_before < 1 or len(set(days)) < len(days):
            raise ValueError(parameters)
        if any(not 0 < each <= rules.opens_days_before for each in days):
            # A reminder before the window opens would ask for what cannot be done yet.
            raise ValueError(days)
        return rules

    def opens_on(self, valid_until: date) -> date:
        return valid_until - timedelta(days=self.opens_days_before)

    def is_open(self, valid_until: date, *, on: date) -> bool:
        """From the first day of the window until the last day of the certificate, both included."""
        return self.opens_on(valid_until) <= on <= valid_until

    def years_counted(self, valid_until: date) -> tuple[int, ...]:
        return tuple(range(valid_until.year - self.hours_years, valid_until.year))

    def reminder_due(self, valid_until: date, *, on: date) -> int | None:
        """The reminder whose turn it is, by its days: the latest of those that are due. Who was missed for weeks gets one, not three."""
        days_left = (valid_until - on).days
        due = [days for days in self.reminder_days_before if 0 <= days_left <= days]
        return min(due, default=None)
