"""What a certificate was worth on another day, in a sentence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.certificates.enums import Status
from certification.certificates.models import Certificate
from certification.certificates.presentation import MEANINGS
from certification.certificates.status import TIME_ZONE, status_at
from certification.verification.findings import NOT_YET_ISSUED, moment_of


@dataclass(frozen=True)
class AsOf:
    """``status``: none before the certificate was issued."""

    on: date
    status: Status | None
    sentence: str

    @property
    def title(self) -> str:
        label = str(self.status.label) if self.status else _("No answer")
        return _("On %(day)s: %(status)s") % {"day": date_format(self.on), "status": label}


def worth_on(certificate: Certificate, day: date, *, now: datetime) -> AsOf:
    """Reads ``events``. A day counts as it ended, in Tianjin; today as it is now. Raises ``DayAhead`` and ``DayTooEarly``."""
    moment = moment_of(day, now=now)
    if day == certificate.issued_at.astimezone(TIME_ZONE).date():
        # Clocks of two servers may differ by a moment, and what has just been issued is out.
        moment = max(moment, certificate.issued_at)
    if moment < certificate.issued_at:
        return AsOf(day, None, str(NOT_YET_ISSUED))
    status = status_at(certificate.events.all(), valid_until=certificate.valid_until, moment=moment) or Status.SUSPENDED
    return AsOf(day, status, str(MEANINGS[status]))
