"""Holders are reminded before the last day of a certificate that can be renewed: a row each, and one letter for a row."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Certificate, RenewalReminder
from certification.certificates.renewal.conditions import certificates_to_remind, rule_set_on, rules_of
from certification.certificates.renewal.rules import RenewalRules
from certification.certificates.status import TIME_ZONE
from lms.notifications.services import notify

_BATCH = 500


def send_renewal_reminders(*, now: datetime) -> int:
    """Returns how many letters were written; each in a transaction of its own."""
    today = now.astimezone(TIME_ZONE).date()
    rules = rules_of(rule_set_on(today))
    until = today + timedelta(days=max(rules.reminder_days_before, default=0))
    return sum(_remind(each, rules, now) for each in certificates_to_remind(until=until, now=now).iterator(_BATCH))


def _remind(certificate: Certificate, rules: RenewalRules, now: datetime) -> bool:
    if certificate.valid_until is None:
        return False
    days = rules.reminder_due(certificate.valid_until, on=now.astimezone(TIME_ZONE).date())
    if days is None or any(reminder.days_before == days for reminder in certificate.renewal_reminders.all()):
        return False
    with transaction.atomic():
        # Of two workers, the second finds the row.
        _reminder, created = RenewalReminder.objects.get_or_create(
            certificate=certificate, days_before=days, defaults={"sent_at": now}
        )
        if created:
            _tell(certificate, certificate.valid_until, days, now)
    return created


def _tell(certificate: Certificate, valid_until: date, days: int, now: datetime) -> None:
    notify(
        recipient=certificate.holder.user,
        key=f"certificates.renewal-reminder.{certificate.pk}.{days}",
        subject=format_lazy(_("Your certificate {number} ends soon"), number=certificate.number),
        body=format_lazy(
            _(
                "Its last day is {day}. Until then you can apply for its renewal under “My certificates”, where you see what it asks for."
            ),
            day=valid_until.isoformat(),
        ),
        path="/my/certificates/",
        now=now,
    )
