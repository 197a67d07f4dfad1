"""Paper certificates as lines of a spreadsheet: the template to fill in, and what is read of it."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.enums import Kind
from certification.certificates.paper.rows import COLUMNS, OPTIONAL
from lms.accounts.enums import IdType
from lms.competency.enums import Level
from lms.competency.models import Domain
from lms.exports import workbook_bytes
from lms.uploads import UploadRefused, cell_text, plain, read_workbook, words_in_any_language
from lms.uploads.workbook_templates import add_guide, offer_words, start_template

MOST_ROWS = 2000
_MOST_COLUMNS = 30
_LAST_LINE = 5000
_LONGEST_CELL = 400
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
    workbook, sheet = start_template(_("Paper certificates"), COLUMNS, widths=_WIDTHS)
    add_guide(workbook, COLUMNS, _EXPLANATIONS, width=32)
    places = {name: place for place, name in enumerate(COLUMNS, start=1)}
    offer_words(sheet, places["id_type"], IdType.labels, lines=MOST_ROWS)
    offer_words(sheet, places["kind"], Kind.labels, lines=MOST_ROWS)
    offer_words(sheet, places["domain"], [domain.code for domain in domains], lines=MOST_ROWS)
    offer_words(sheet, places["level"], Level.values, lines=MOST_ROWS)
    return workbook_bytes(workbook)


def read_lines(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The number and the cells of each line that is not empty. The archive has been seen to be a modest one."""
    heading, *lines = read_workbook(content, most_columns=_MOST_COLUMNS, last_line=_LAST_LINE) or [()]
    columns = _columns([_text(cell) for cell in heading])
    read = []
    for number, line in enumerate(lines, start=2):
        cells = [_text(cell) for cell in line]
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


def _columns(heading: list[str]) -> dict[int, str]:
    """Which column stands in which place; headings may be in any language of the site."""
    known = words_in_any_language(COLUMNS)
    columns = {place: known[plain(text)] for place, text in enumerate(heading) if plain(text) in known}
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
    return "".join(filter(str.isprintable, cell_text(cell)))[:_LONGEST_CELL]
