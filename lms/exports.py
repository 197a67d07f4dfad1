"""What leaves as a spreadsheet: whatever people typed stays text, and no program works it out as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# With these a spreadsheet program takes the text of a CSV file for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | Decimal | date | None


def plain_text(text: str) -> str:
    """For a CSV file, which does not say what is text: an apostrophe before what begins like a formula says it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_workbook(title: str, lines: Iterable[Sequence[Value]], *, widths: Sequence[int]) -> bytes:
    """A workbook of one sheet, called ``title``; the first line is its heading, ``widths`` of the columns are in characters."""
    # Loaded by who writes: it brings numpy along, 15 MB that no other process needs.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line, values in enumerate(lines):
        cells = []
        for value in values:
            cell = WriteOnlyCell(sheet)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            if line == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
