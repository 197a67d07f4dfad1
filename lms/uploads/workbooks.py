"""What the first sheet of a workbook holds, line by line. Formulas are never worked out: the value that was saved with them counts."""

import warnings
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.uploads.files import UploadRefused

Cells = tuple[object, ...]


def read_workbook(content: bytes, *, most_columns: int, last_line: int) -> list[Cells]:
    """Its lines, one after the other. The archive has been seen to be a modest one; still a sheet may go on for long without a word."""
    lines = _read(content, most_columns, last_line + 1)
    if len(lines) > last_line:
        raise UploadRefused(
            _("The sheet goes on for more than %(most)s lines. Delete the empty lines at its end, or split it.")
            % {"most": f"{last_line:,}"}
        )
    return lines


def _read(content: bytes, most_columns: int, most_lines: int) -> list[Cells]:
    # Loaded by who reads: it brings numpy along, 15 MB that no other process needs.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            # openpyxl warns of every extension that it leaves out.
            warnings.simplefilter("ignore")
            workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet = workbook.worksheets[0]
            # What the file says of its own size is not believed.
            sheet.reset_dimensions()
            return list(sheet.iter_rows(max_row=most_lines, max_col=most_columns, values_only=True))
    except Exception as broken:
        # openpyxl says in a dozen ways that a workbook is none.
        raise UploadRefused(
            _("The file is not a workbook that can be read. Open it in your spreadsheet program and save it anew.")
        ) from broken


def cell_text(cell: object) -> str:
    """As a person would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def words_in_any_language(words: Mapping[str, str | Promise]) -> dict[str, str]:
    """From each plain word or label, in every language of the site, to what it stands for."""
    known = {plain(name): name for name in words}
    for language, _label in settings.LANGUAGES:
        with override(language):
            known |= {plain(str(label)): name for name, label in words.items()}
    return known


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()
