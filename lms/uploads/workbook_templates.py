"""Workbooks for people to fill in: a header line, columns of text, lists to choose from.

Each function loads openpyxl itself, so that only processes that write a workbook have it in memory.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lms.exports import fill_sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Labels = Mapping[str, str | Promise]

_TEXT = "@"
_HEADING_COLOR = "DCE6F1"
_NARROW, _EXPLANATION = 16, 100


def start_template(title: str, columns: Labels, *, widths: Mapping[str, int]) -> "tuple[Workbook, Worksheet]":
    """A workbook whose first sheet has the header line of ``columns``; ``widths`` in characters."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    write_table(sheet, [list(map(str, columns.values()))], widths=[widths.get(name, _NARROW) for name in columns])
    for place in range(1, len(columns) + 1):
        # As text: what begins with = is no formula, 0123 keeps its zero, a date stays as it is typed.
        sheet.column_dimensions[get_column_letter(place)].number_format = _TEXT
    return workbook, sheet


def add_guide(workbook: "Workbook", columns: Labels, explanations: Labels, *, width: int) -> None:
    """A sheet that says what goes where; ``width`` of the columns' names."""
    explained = [[str(columns[name]), str(text)] for name, text in explanations.items()]
    sheet = workbook.create_sheet(_("Guide"))
    write_table(sheet, [[_("Column"), _("What goes there")], *explained], widths=[width, _EXPLANATION])


def write_table(sheet: "Worksheet", rows: Iterable[list[str]], *, widths: Iterable[int]) -> None:
    """The first of ``rows`` is the header line, which stands out."""
    from openpyxl.styles import Alignment, PatternFill  # noqa: PLC0415

    fill_sheet(sheet, rows, widths=widths)
    for cell in sheet[1]:
        cell.fill, cell.alignment = PatternFill("solid", fgColor=_HEADING_COLOR), Alignment(vertical="center")


def offer_words(sheet: "Worksheet", place: int, words: Iterable[object], *, lines: int) -> None:
    """A list to choose from in each line of the column at ``place``, the first being 1."""
    offer_cells(sheet, place, '"{}"'.format(",".join(map(str, words))), lines=lines)


def offer_cells(sheet: "Worksheet", place: int, reference: str, *, lines: int) -> None:
    """Likewise, of what the cells of ``reference`` hold."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    letter = get_column_letter(place)
    offered = DataValidation(type="list", formula1=reference, allow_blank=True)
    offered.add(f"{letter}2:{letter}{lines + 1}")
    sheet.add_data_validation(offered)
