"""What became of a batch, as a spreadsheet."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certification.certificates.models import IssueBatchRow
from lms.exports import write_workbook


def source_of(row: IssueBatchRow) -> str:
    if row.result is not None:
        return row.result.attempt.registration.sitting.code
    return row.completion.enrollment.run.code if row.completion is not None else str(row.year)


def write_outcome(rows: Iterable[IssueBatchRow]) -> bytes:
    heading = [_("Row"), _("Name"), _("Source"), _("State"), _("Certificate"), _("Time"), _("Refusal")]
    lines = chain([heading], (list(_values(row)) for row in rows))
    return write_workbook(pgettext("issue batch", "Outcome"), lines, widths=(8, 20, 28, 12, 32, 20, 80))


def _values(row: IssueBatchRow) -> Iterator[str]:
    yield str(row.position)
    yield row.practitioner.name
    yield source_of(row)
    yield row.get_state_display()
    yield row.certificate.number if row.certificate else ""
    yield localtime(row.settled_at).strftime("%Y-%m-%d %H:%M") if row.settled_at else ""
    yield row.refusal
