"""Telling the association that somebody seems to try out numbers or names."""

from datetime import datetime, timedelta

from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.status import TIME_ZONE
from certification.verification.enums import Scope
from certification.verification.limits import PER_ADDRESS, PER_NUMBER, count_failure
from certification.verification.models import GuessingReport
from lms.accounts.queries import colleagues_who_may
from lms.notifications.services import notify

REPORT_AFTER = 20
_KEPT = timedelta(days=180)


def note_failure(*, number: str, address: str, now: datetime) -> None:
    """A look-up that found nothing counts for the address it came from and for the number it asked about."""
    for limit, subject, scope in ((PER_ADDRESS, address, Scope.ADDRESS), (PER_NUMBER, number, Scope.NUMBER)):
        failures = count_failure(limit, subject, now=now)
        report_guessing(scope=scope, subject=subject, failures=failures, now=now)


def report_guessing(*, scope: Scope, subject: str, failures: int, now: datetime) -> GuessingReport | None:
    """At the twentieth failure within an hour, and each time it has doubled; staff is told once a day and source. None: nothing to report."""
    if failures < REPORT_AFTER or failures % REPORT_AFTER or (failures // REPORT_AFTER).bit_count() != 1:
        return None
    report, created = GuessingReport.objects.get_or_create(
        scope=scope,
        subject=_mark(subject) if scope == Scope.ADDRESS else subject,
        on=now.astimezone(TIME_ZONE).date(),
        defaults={"failures": failures, "first_at": now, "last_at": now},
    )
    if created:
        _tell_staff(report, now)
    else:
        GuessingReport.objects.filter(pk=report.pk, last_at__lte=now).update(
            failures=Greatest("failures", failures), last_at=now
        )
    return report


def forget_old_reports(*, now: datetime) -> int:
    deleted, _each = GuessingReport.objects.filter(last_at__lt=now - _KEPT).delete()
    return deleted


def _mark(address: str) -> str:
    """The same for one address, and nothing that leads back to it."""
    return salted_hmac("verification.address", address, algorithm="sha256").hexdigest()[:16]


def _tell_staff(report: GuessingReport, now: datetime) -> None:
    for colleague in colleagues_who_may("verification.view_guessingreport"):
        notify(
            recipient=colleague,
            key=f"verification.guessing.{report.pk}",
            subject=format_lazy(
                _("Someone may be guessing certificate numbers: {kind}"), kind=Scope(report.scope).label
            ),
            body=_(
                "Many look-ups found nothing. The site slows them down by itself and sets puzzles. "
                "See “Reports of guessing” in the administration; if it goes on, ask the administrator to bar the address at the proxy."
            ),
            path="/cms/guessing_reports/",
            now=now,
        )
