"""The spreadsheet that a writer fills in: the header line, lists to choose from, and a sheet that says what goes where."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.items.content import OPTION_KEYS
from certification.items.enums import CognitiveLevel, ItemType
from certification.items.sheets import COLUMNS
from lms.competency.enums import Level
from lms.competency.models import Element
from lms.uploads.workbook_templates import add_guide, offer_cells, offer_words, start_template, write_table

if TYPE_CHECKING:
    from openpyxl import Workbook

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


def make_template(elements: Iterable[Element], *, lines: int) -> "Workbook":
    """``lines``: as many as may be filled in."""
    workbook, items = start_template(_("Items"), COLUMNS, widths=_WIDE)
    add_guide(workbook, COLUMNS, _EXPLANATIONS, width=20)
    framework = workbook.create_sheet(_("Elements"))
    rows = [[element.code, element.name] for element in elements]
    write_table(framework, [[_("Code"), _("Element")], *rows], widths=[12, 60])
    places = {name: place for place, name in enumerate(COLUMNS, start=1)}
    offer_cells(items, places["element"], f"'{framework.title}'!$A$2:$A${len(rows) + 1}", lines=lines)
    offer_words(items, places["level"], Level.values, lines=lines)
    offer_words(items, places["cognitive_level"], CognitiveLevel.labels, lines=lines)
    offer_words(items, places["type"], ItemType.labels, lines=lines)
    return workbook
