"""Which rule set governs a year."""

from courses.hours.models import HoursRuleSet


def rule_set_of(year: int) -> HoursRuleSet:
    """The newest one that governs the year; for a year before all of them, the oldest."""
    rule_sets = HoursRuleSet.objects.all()
    governing = rule_sets.filter(first_year__lte=year).order_by("-first_year").first()
    # Without any, a migration is missing: that is a fault of the installation, no refusal.
    return governing or rule_sets.order_by("first_year")[:1].get()
