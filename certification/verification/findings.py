"""What is answered to a number and a name: by API, in a list, on the page. The same words wherever it is asked. Pure but for the words' language."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.enums import Status
from certification.certificates.presentation import MEANINGS
from certification.certificates.status import TIME_ZONE, status_at
from lms.accounts.rules import mask_name
from lms.errors import DomainError


class Finding(TextChoices):
    """``UNKNOWN`` is the answer to an unknown number and to a wrong name alike."""

    FOUND = "found", pgettext_lazy("finding", "Genuine")
    UNKNOWN = "unknown", pgettext_lazy("finding", "Not found")
    NOT_A_NUMBER = "not_a_number", pgettext_lazy("finding", "Not a number")
    MISTYPED = "mistyped", pgettext_lazy("finding", "Mistyped")


# Before, Tianjin had a time of its own, whose offset no date and time of an interface can hold.
_FIRST_YEAR = 1950

MESSAGES: dict[Finding, Promise] = {
    Finding.UNKNOWN: _("No certificate of the association has this number together with this name."),
    Finding.NOT_A_NUMBER: _(
        "This is not a certificate number. It looks like TJIP-A-2025-PAT2-000123-7; copy it from the paper."
    ),
    Finding.MISTYPED: _(
        "A character of the number is wrong or two are swapped: its last character does not fit the others. Compare it with the paper."
    ),
}


NOT_YET_ISSUED = _("On that day this certificate had not been issued yet.")


class DayAhead(DomainError):
    status = 400
    message = _("What a certificate will be worth on a day to come nobody knows. Ask for today or an earlier day.")


class DayTooEarly(DomainError):
    status = 400
    message = _("No certificate had been issued yet on that day, nor any other. Ask for a day after 1949.")


class Happened(NamedTuple):
    type: str
    at: datetime


@dataclass(frozen=True)
class PrintedCertificate:
    """What is on the paper, and what happened to it; as plain values, so that five hundred cost one query."""

    pk: int
    uuid: UUID
    kind: str
    number: str
    issue: int
    name: str
    title: str
    subject: str
    domain: str | None
    level: str
    basis: str
    issuer: str
    issued_at: datetime
    valid_until: date | None
    is_test: bool
    events: tuple[Happened, ...]

    @property
    def issued_on(self) -> date:
        return self.issued_at.astimezone(TIME_ZONE).date()

    def status_at(self, moment: datetime) -> Status | None:
        """None on a day before it was issued. Clocks of two servers may differ, so its own day begins with its issue."""
        if moment.astimezone(TIME_ZONE).date() == self.issued_on:
            moment = max(moment, self.issued_at)
        if moment < self.issued_at:
            return None
        # Without its first event nothing vouches for a certificate.
        return status_at(self.events, valid_until=self.valid_until, moment=moment) or Status.SUSPENDED


@dataclass(frozen=True)
class Answer:
    finding: Finding
    certificate: PrintedCertificate | None = None
    status: Status | None = None
    # Whether the one who asks has typed the name; otherwise it is shown redacted.
    knows_name: bool = True

    @property
    def name(self) -> str:
        if self.certificate is None:
            return ""
        return self.certificate.name if self.knows_name else mask_name(self.certificate.name)

    @property
    def label(self) -> str:
        """One word for a list: the status of what was found."""
        return str(self.status.label if self.status else self.finding.label)

    @property
    def message(self) -> str:
        if self.certificate is None:
            return str(MESSAGES[self.finding])
        return str(MEANINGS[self.status] if self.status else NOT_YET_ISSUED)


def moment_of(day: date | None, *, now: datetime) -> datetime:
    """The last instant of a day that is over, in Tianjin; of today, and without a day, the present."""
    today = now.astimezone(TIME_ZONE).date()
    if day is None or day == today:
        return now
    if day > today:
        raise DayAhead
    if day.year < _FIRST_YEAR:
        raise DayTooEarly
    return datetime.combine(day, time.max, tzinfo=TIME_ZONE)


def answer_found(certificate: PrintedCertificate | None, *, moment: datetime, knows_name: bool = True) -> Answer:
    if certificate is None:
        return Answer(Finding.UNKNOWN)
    return Answer(Finding.FOUND, certificate, certificate.status_at(moment), knows_name=knows_name)
