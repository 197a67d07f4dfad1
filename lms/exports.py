"""What leaves as a spreadsheet: whatever people typed stays text, and no program works it out as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# With these a spreadsheet program takes the text of a CSV file for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | Decimal | date | None


def plain_text(text: str) -> str:
    """For a CSV file, which does not say what is text: an apostrophe before what begins like a formula says it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_workbook(title: str, lines: Iterable[Sequence[Value]], *, widths: Iterable[int]) -> bytes:
    """A workbook of one sheet, called ``title``, filled as ``fill_sheet`` does."""
    # Loaded by who writes: it brings numpy along, 15 MB that no other process needs.
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    fill_sheet(sheet, lines, widths=widths)
    return workbook_bytes(workbook)


def fill_sheet(sheet: "Worksheet", lines: Iterable[Sequence[Value]], *, widths: Iterable[int]) -> None:
    """The first line is the heading, which stays in view; ``widths`` of the columns are in characters."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for line, values in enumerate(lines, start=1):
        for place, value in enumerate(values, start=1):
            cell = sheet.cell(line, place)
            if isinstance(value, str):
                cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value), "s"
            else:
                cell.value = value
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def workbook_bytes(workbook: "Workbook") -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
