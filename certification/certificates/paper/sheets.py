"""Paper certificates as lines of a spreadsheet: the template to fill in, and what is read of it."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from certification.certificates.enums import Kind
from certification.certificates.paper.rows import COLUMNS, OPTIONAL
from lms.accounts.enums import IdType
from lms.competency.enums import Level
from lms.competency.models import Domain
from lms.uploads import UploadRefused

MOST_ROWS = 2000
_MOST_COLUMNS = 30
_LAST_LINE = 5000
_LONGEST_CELL = 400
_TEXT = "@"
_HEADING_COLOR = "DCE6F1"
_WIDTHS = {"number": 28, "title": 40, "name": 14, "basis": 50, "holder": 26}
_EXPLANATIONS: dict[str, str | Promise] = {
    "number": gettext_lazy("As on the paper, 4 to 32 characters. Each number once."),
    "title": gettext_lazy("As on the paper."),
    "name": gettext_lazy("As on the paper."),
    "id_type": gettext_lazy("From the list."),
    "id_last4": gettext_lazy("The last four characters of the ID number, as text: 0123, not 123."),
    "kind": gettext_lazy("From the list."),
    "domain": gettext_lazy("The code, such as PAT; needed for competency."),
    "level": gettext_lazy("L1 to L4; needed for competency."),
    "basis": gettext_lazy("The rule or standard it was issued by, with its year."),
    "issued_on": gettext_lazy("Such as 2019-06-30."),
    "valid_until": gettext_lazy("The last day; empty where there is none."),
    "holder": gettext_lazy(
        "Empty, or the whole ID number of a practitioner registered here: the certificate is then in their list. The number is not kept."
    ),
}


def make_template(domains: Iterable[Domain]) -> bytes:
    workbook = Workbook()
    sheet, guide = workbook.worksheets[0], workbook.create_sheet(_("Guide"))
    sheet.title = _("Paper certificates")
    _write(sheet, [[str(label) for label in COLUMNS.values()]], [_WIDTHS.get(name, 16) for name in COLUMNS])
    for place in range(1, len(COLUMNS) + 1):
        # As text: four digits keep their zero, and a date stays as it is typed.
        sheet.column_dimensions[get_column_letter(place)].number_format = _TEXT
    explained = [[str(COLUMNS[name]), str(text)] for name, text in _EXPLANATIONS.items()]
    _write(guide, [[_("Column"), _("What goes there")], *explained], [32, 100])
    _offer(sheet, "id_type", IdType.labels)
    _offer(sheet, "kind", Kind.labels)
    _offer(sheet, "domain", [domain.code for domain in domains])
    _offer(sheet, "level", Level.values)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write(sheet: Worksheet, rows: list[list[str]], widths: list[int]) -> None:
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_HEADING_COLOR)
        cell.alignment = Alignment(vertical="center")
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, column: str, words: Iterable[object]) -> None:
    letter = get_column_letter(list(COLUMNS).index(column) + 1)
    offered = DataValidation(type="list", formula1='"{}"'.format(",".join(map(str, words))), allow_blank=True)
    offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.add_data_validation(offered)


def read_lines(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The number and the cells of each line that is not empty. The archive has been seen to be a modest one."""
    with warnings.catch_warnings():
        # openpyxl warns of every extension that it leaves out.
        warnings.simplefilter("ignore")
        lines = _lines(content)
        _number, heading = next(lines, (1, []))
        columns = _columns(heading)
        read = []
        for number, cells in lines:
            values = {name: cells[place] for place, name in columns.items() if place < len(cells) and cells[place]}
            if values:
                read.append((number, values))
            if len(read) > MOST_ROWS:
                raise UploadRefused(
                    _("The file has more than %(most)s certificates. Split it into several.") % {"most": MOST_ROWS}
                )
    if not read:
        raise UploadRefused(_("The file has no certificate below its header line."))
    return read


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(_cells(content), start=1):
        if number > _LAST_LINE:
            raise UploadRefused(_("The sheet goes on for more than 5,000 lines. Delete the empty ones at its end."))
        yield number, [_text(cell) for cell in cells]


def _cells(content: bytes) -> Iterator[tuple[object, ...]]:
    try:
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        # What the file says of its own size is not believed.
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
    except Exception as broken:
        # openpyxl says in a dozen ways that a workbook is none.
        raise UploadRefused(
            _("The file is not a workbook that can be read. Open it in your spreadsheet program and save it anew.")
        ) from broken


def _columns(heading: list[str]) -> dict[int, str]:
    """Which column stands in which place; headings may be in any language of the site."""
    known = {_plain(name): name for name in COLUMNS}
    for language, _label in settings.LANGUAGES:
        with override(language):
            known |= {_plain(str(label)): name for name, label in COLUMNS.items()}
    columns = {place: known[_plain(text)] for place, text in enumerate(heading) if _plain(text) in known}
    names = list(columns.values())
    wrong = [str(label) for name, label in COLUMNS.items() if names.count(name) > 1]
    wrong += [str(label) for name, label in COLUMNS.items() if name not in names and name not in OPTIONAL]
    if wrong:
        raise UploadRefused(
            _("Columns missing, or there twice: %(names)s. Use the header line of the template.")
            % {"names": ", ".join(wrong)}
        )
    return columns


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "".join(filter(str.isprintable, str(cell))).strip()[:_LONGEST_CELL]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
