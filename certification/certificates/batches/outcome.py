"""What became of a batch, as a spreadsheet."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certification.certificates.models import IssueBatchRow

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet


def source_of(row: IssueBatchRow) -> str:
    if row.result is not None:
        return row.result.attempt.registration.sitting.code
    return row.completion.enrollment.run.code if row.completion is not None else str(row.year)


def write_outcome(rows: Iterable[IssueBatchRow]) -> bytes:
    # Loaded by who writes: it brings numpy along, 15 MB that no other process needs.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(pgettext("issue batch", "Outcome"))
    for letter, width in zip("ABCDEFG", (8, 20, 28, 12, 32, 20, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    heading = [_("Row"), _("Name"), _("Source"), _("State"), _("Certificate"), _("Time"), _("Refusal")]
    cells = [WriteOnlyCell(sheet, value=text) for text in heading]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append(_text_cell(sheet, text) for text in _values(row))
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _values(row: IssueBatchRow) -> Iterator[str]:
    yield str(row.position)
    yield row.practitioner.name
    yield source_of(row)
    yield row.get_state_display()
    yield row.certificate.number if row.certificate else ""
    yield localtime(row.settled_at).strftime("%Y-%m-%d %H:%M") if row.settled_at else ""
    yield row.refusal


def _text_cell(sheet: "WriteOnlyWorksheet", text: str) -> "Cell":
    """As text whatever it begins with: a name is no formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
