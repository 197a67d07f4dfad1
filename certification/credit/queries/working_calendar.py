"""Which days are working days: what the versions of the rules say, each year by the newest that speaks of it.

A period that runs does not wait for the rule set it began under: the State Council's notice for a year comes late in the year before.
"""

from datetime import date

from certification.credit.models import CreditRuleSet
from certification.credit.scoring import read_calendar
from certification.credit.working_days import WorkingCalendar, merge_calendars, years_missing


def working_calendar() -> WorkingCalendar:
    versions = CreditRuleSet.objects.order_by("effective_on").values_list("parameters__calendar", flat=True)
    return merge_calendars(read_calendar(version) for version in versions)


def years_without_calendar(on: date) -> list[int]:
    """The years into which periods run that begin about ``on``, and whose days off nobody has entered."""
    return years_missing(working_calendar(), on)
