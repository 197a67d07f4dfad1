"""What a renewal asks for, and how it stands: the hours of the years, and no severe record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from certification.certificates.batches.candidates import year_summaries
from certification.certificates.enums import Kind, RenewalDecision, Status
from certification.certificates.models import Certificate, Renewal, RenewalRuleSet
from certification.certificates.queries import with_status
from certification.certificates.renewal.conduct import has_severe_record
from certification.certificates.renewal.rules import RenewalRules
from certification.certificates.status import TIME_ZONE
from courses.hours.queries import rule_set_of
from courses.hours.scoring import HoursRules, summarize_year


@dataclass(frozen=True)
class YearOfHours:
    """Figures as text, as they are kept with the application."""

    year: int
    hours: str
    norm: str
    professional: str
    professional_norm: str
    is_met: bool


@dataclass(frozen=True)
class Conditions:
    years: tuple[YearOfHours, ...]
    has_severe_record: bool

    @property
    def are_met(self) -> bool:
        return not self.has_severe_record and all(year.is_met for year in self.years)

    def values(self) -> dict[str, Any]:
        return {"years": [asdict(year) for year in self.years], "has_severe_record": self.has_severe_record}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Conditions":
        return cls(tuple(YearOfHours(**year) for year in values["years"]), bool(values["has_severe_record"]))


def rule_set_on(on: date) -> RenewalRuleSet:
    """The version in force on a day; before the first one, the first."""
    versions = RenewalRuleSet.objects.order_by("-effective_on")
    in_force = versions.filter(effective_on__lte=on).first() or versions.last()
    # Without any, a migration is missing: that is a fault of the installation, no refusal.
    return in_force or versions[:1].get()


def rules_of(rule_set: RenewalRuleSet) -> RenewalRules:
    return RenewalRules.from_parameters(rule_set.parameters)


def read_conditions(certificate: Certificate, rules: RenewalRules, *, now: datetime) -> Conditions:
    if certificate.valid_until is None:
        raise ValueError(f"{certificate.number} has no last day.")
    years = tuple(_year(certificate, year) for year in rules.years_counted(certificate.valid_until))
    return Conditions(years, has_severe_record(certificate.holder, now))


def _year(certificate: Certificate, year: int) -> YearOfHours:
    nothing = summarize_year([], HoursRules.from_parameters(rule_set_of(year).parameters))
    summary = year_summaries(year, [certificate.holder.pk]).get(certificate.holder.pk, nothing)
    return YearOfHours(
        year=year,
        hours=_figure(summary.total),
        norm=_figure(summary.year_norm),
        professional=_figure(summary.professional),
        professional_norm=_figure(summary.professional_min),
        is_met=summary.is_met,
    )


def _figure(hours: Decimal) -> str:
    """90, or 92.5; databases differ in the zeros that they keep."""
    return f"{hours.normalize():f}"


def renewals() -> QuerySet[Renewal]:
    """As a page shows them."""
    return Renewal.objects.select_related(
        "certificate__domain", "certificate__practitioner__user", "rule_set", "decided_by", "renewed"
    )


def is_renewable(certificate: Certificate) -> bool:
    """Of the kind that is: of competency, with a last day, issued by the platform."""
    return (
        certificate.kind == Kind.COMPETENCY
        and certificate.valid_until is not None
        and certificate.paper_record_id is None
    )


def certificates_to_remind(*, until: date, now: datetime) -> QuerySet[Certificate]:
    """Valid ones whose last day is ``until`` at the latest, that nothing goes on for yet: neither renewed nor applied for."""
    granted = Renewal.objects.filter(certificate=OuterRef("pk"), decision__in=("", RenewalDecision.GRANTED))
    ending = Certificate.objects.filter(
        ~Exists(granted),
        kind=Kind.COMPETENCY,
        paper_record=None,
        valid_until__gte=now.astimezone(TIME_ZONE).date(),
        valid_until__lte=until,
    )
    valid = with_status(ending, at=now).filter(status=Status.VALID)
    return (
        valid.select_related("practitioner__user").prefetch_related("renewal_reminders").order_by("valid_until", "pk")
    )
