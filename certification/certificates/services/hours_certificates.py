"""From a year's ledger that meets the norm to a certificate of hours."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification.certificates.enums import Kind
from certification.certificates.models import Certificate, HoursStatement
from certification.certificates.printed_words import date_issued
from certification.certificates.queries import standing_hours_certificate
from certification.certificates.services.drafts import CertificateStands, issue_draft
from courses.hours.models import HoursEntry
from courses.hours.queries import rule_set_of, year_summary
from lms.accounts.models import Practitioner, User
from lms.errors import DomainError


class HoursNotMet(DomainError):
    def __init__(self, *, hours: object, norm: object, professional: object, professional_norm: object) -> None:
        super().__init__(
            _(
                "The year’s hours do not meet the norm: %(hours)s of %(norm)s hours, %(professional)s of %(professional_norm)s professional ones. "
                "Book what is missing first."
            )
            % {
                "hours": hours,
                "norm": norm,
                "professional": professional,
                "professional_norm": professional_norm,
            }
        )


class YearNotBegun(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This year has not begun. Choose a year that has."))


@transaction.atomic
def issue_hours_certificate(*, practitioner: Practitioner, year: int, issued_by: User, now: datetime) -> Certificate:
    """The certificate of what the ledger of the year adds up to now; asked again while it stands as it was, the same one."""
    # The ledger's own bookings wait here, too.
    holder = Practitioner.objects.select_for_update(of=("self",)).select_related("user").get(pk=practitioner.pk)
    if date(year, 1, 1) > date_issued(now):
        raise YearNotBegun
    statement = _state(holder, year, now)
    existing = Certificate.objects.filter(hours_statement=statement, issue=1).first()
    if existing is not None:
        return existing
    earlier = standing_hours_certificate(holder, year)
    if earlier is not None:
        raise CertificateStands(earlier.number)
    return issue_draft(_draft(statement, holder, now), issued_by=issued_by, now=now)


def _state(practitioner: Practitioner, year: int, now: datetime) -> HoursStatement:
    """What the ledger says, as a row; refuses where the norm is not met."""
    summary = year_summary(practitioner, year)
    last_entry = HoursEntry.objects.filter(practitioner=practitioner, year=year).order_by("pk").last()
    if not summary.is_met or last_entry is None:
        raise HoursNotMet(
            hours=summary.total,
            norm=summary.year_norm,
            professional=summary.professional,
            professional_norm=summary.professional_min,
        )
    statement, _created = HoursStatement.objects.get_or_create(
        practitioner=practitioner,
        year=year,
        last_entry=last_entry,
        defaults={
            "hours": summary.total,
            "professional_hours": summary.professional,
            "rule_set": rule_set_of(year),
            "stated_at": now,
        },
    )
    return statement


def _draft(statement: HoursStatement, practitioner: Practitioner, now: datetime) -> Certificate:
    return Certificate(
        kind=Kind.HOURS,
        hours_statement=statement,
        practitioner=practitioner,
        began_on=date(statement.year, 1, 1),
        # Of a year that is not over, up to the day of issue: more may follow.
        ended_on=min(date(statement.year, 12, 31), date_issued(now)),
        hours=statement.hours,
        basis=f"{statement.rule_set.basis}（{statement.rule_set.code}）",
    )
