"""The spreadsheet that a writer fills in: the header line, lists to choose from, and a sheet that says what goes where."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from certification.items.content import OPTION_KEYS
from certification.items.enums import CognitiveLevel, ItemType
from certification.items.sheets import COLUMNS
from lms.competency.enums import Level
from lms.competency.models import Element

_EXPLANATIONS: dict[str, str | Promise] = {
    "code": gettext_lazy(
        "Letters, digits and hyphens, such as PAT-L2-101. A known code makes a further revision of that item."
    ),
    "element": gettext_lazy("The code of an element, from the sheet of elements."),
    "level": gettext_lazy("L1 to L4, from the list."),
    "cognitive_level": gettext_lazy("From the list."),
    "type": gettext_lazy("From the list."),
    "stem": gettext_lazy("What the candidate reads."),
    "A": gettext_lazy("Options A to F: three to six for single and multiple choice, none for the other types."),
    "answer": gettext_lazy(
        "The keys of the right options, such as A or ACD; T or F for a true-or-false item; empty for a case."
    ),
    "rubric": gettext_lazy(
        "For a case: one criterion a line within the cell, its points after a bar: Names the legal basis | 6"
    ),
    "rationale": gettext_lazy("Why the key is right."),
    "reference": gettext_lazy("The law with its year, and the article."),
    "effective_from": gettext_lazy("The day since which the cited text has been in force, such as 2021-06-01."),
    "effective_until": gettext_lazy("Its last day; empty while no end is known."),
    "note": gettext_lazy("For colleagues; no candidate sees it."),
}
_WIDE = {"stem": 60, "rationale": 50, "reference": 40, "rubric": 50, "note": 30, **dict.fromkeys(OPTION_KEYS, 24)}
_HEADING_COLOR = "DCE6F1"
_TEXT = "@"


def make_template(elements: Iterable[Element], *, lines: int) -> Workbook:
    """``lines``: as many as may be filled in."""
    workbook = Workbook()
    items, guide, framework = (
        workbook.worksheets[0],
        workbook.create_sheet(_("Guide")),
        workbook.create_sheet(_("Elements")),
    )
    items.title = _("Items")
    _write(items, [[str(label) for label in COLUMNS.values()]], [_WIDE.get(name, 16) for name in COLUMNS])
    for place in range(1, len(COLUMNS) + 1):
        # As text: a cell that begins with = is then no formula, and a date stays as it is typed.
        items.column_dimensions[get_column_letter(place)].number_format = _TEXT
    explained = [[str(COLUMNS[name]), str(text)] for name, text in _EXPLANATIONS.items()]
    _write(guide, [[_("Column"), _("What goes there")], *explained], [20, 100])
    rows = [[element.code, element.name] for element in elements]
    _write(framework, [[_("Code"), _("Element")], *rows], [12, 60])
    _offer(items, "element", f"'{framework.title}'!$A$2:$A${len(rows) + 1}", lines)
    _offer(items, "level", _listed(Level.values), lines)
    _offer(items, "cognitive_level", _listed(CognitiveLevel.labels), lines)
    _offer(items, "type", _listed(ItemType.labels), lines)
    return workbook


def _write(sheet: Worksheet, rows: list[list[str]], widths: list[int]) -> None:
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEADING_COLOR)
        cell.alignment = Alignment(vertical="center")
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _listed(words: Iterable[object]) -> str:
    return '"{}"'.format(",".join(str(word) for word in words))


def _offer(sheet: Worksheet, column: str, choices: str, lines: int) -> None:
    letter = get_column_letter(list(COLUMNS).index(column) + 1)
    offered = DataValidation(type="list", formula1=choices, allow_blank=True)
    offered.add(f"{letter}2:{letter}{lines + 1}")
    sheet.add_data_validation(offered)
