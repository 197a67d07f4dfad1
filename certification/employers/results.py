"""The rows of a check in the words of the page; for the screen, the downloads and programs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from certification.certificates.enums import Status
from certification.certificates.models import Certificate
from certification.certificates.presentation import MEANINGS
from certification.certificates.status import TIME_ZONE
from certification.employers.models import CheckedRow
from certification.verification.findings import MESSAGES, NOT_YET_ISSUED, Finding


@dataclass(frozen=True)
class ResultRow:
    """``tone`` is what a badge takes for its color."""

    position: int
    number: str
    name: str
    tone: str
    label: str
    message: str
    certificate: Certificate | None

    @property
    def issued_on(self) -> date | None:
        return self.certificate.issued_at.astimezone(TIME_ZONE).date() if self.certificate else None


def result_of(row: CheckedRow) -> ResultRow:
    number, name = row.number or _("deleted"), row.name or _("deleted")
    if row.finding == Finding.FOUND:
        status = Status(row.status) if row.status else None
        tone, label = (status.value, str(status.label)) if status else ("neutral", str(Finding.FOUND.label))
        message = str(MEANINGS[status] if status else NOT_YET_ISSUED)
    elif row.finding:
        finding = Finding(row.finding)
        tone, label, message = "absent", str(finding.label), str(MESSAGES[finding])
    else:
        tone, label, message = "waiting", _("Waiting"), ""
    return ResultRow(row.position, number, name, tone, label, message, row.certificate)


def as_lines(rows: Iterable[CheckedRow], *, as_of: str) -> Iterator[list[str]]:
    """Line by line for a file, the heading first."""
    yield [
        _("Certificate number"),
        _("Name"),
        _("Result"),
        _("What it means"),
        _("Status as of"),
        _("Title"),
        _("Level"),
        _("Issued on"),
        _("Valid until"),
    ]
    for row in rows:
        result, certificate = result_of(row), row.certificate
        yield [
            result.number,
            result.name,
            result.label,
            result.message,
            as_of,
            certificate.title if certificate else "",
            certificate.level if certificate else "",
            str(result.issued_on or ""),
            str(certificate.valid_until or "") if certificate else "",
        ]
