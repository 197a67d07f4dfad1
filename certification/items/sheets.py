"""Items as lines of a spreadsheet: one header line, then an item a line. A formula is never worked out here."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from certification.items.content import BOOLEAN_TEXTS, OPTION_KEYS, read_criterion
from certification.items.enums import CognitiveLevel, ItemType
from lms.uploads import UploadRefused, cell_text, plain, read_workbook, words_in_any_language

COLUMNS: dict[str, str | Promise] = {
    "code": gettext_lazy("Code"),
    "element": gettext_lazy("Element"),
    "level": gettext_lazy("Level"),
    "cognitive_level": gettext_lazy("Cognitive level"),
    "type": gettext_lazy("Type"),
    "stem": gettext_lazy("Stem"),
    **{key: key for key in OPTION_KEYS},
    "answer": pgettext_lazy("of an item", "Key"),
    "rubric": gettext_lazy("Rubric"),
    "rationale": gettext_lazy("Rationale"),
    "reference": gettext_lazy("Legal reference"),
    "effective_from": gettext_lazy("In force from"),
    "effective_until": gettext_lazy("In force until"),
    "note": gettext_lazy("Note"),
}
_NEEDED = [name for name in COLUMNS if name not in {*OPTION_KEYS, "rubric", "effective_until", "note"}]
_WORDS: dict[str, type[CognitiveLevel | ItemType]] = {"cognitive_level": CognitiveLevel, "type": ItemType}
_TRUTHS = {"TRUE": "T", "FALSE": "F"} | {text: key for key, text in BOOLEAN_TEXTS.items()}
# What a formula leaves in its cell where it fails (ISO/IEC 29500-1, 18.17.3).
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_BETWEEN_KEYS = " ,，、;；/"
_MOST_COLUMNS = 50
_LAST_LINE = 10_000


@dataclass(frozen=True)
class Sheet:
    """``rows`` as a JSON file has them; ``numbers``: the line of each."""

    rows: list[dict[str, Any]]
    numbers: list[int]


def read_sheet(content: bytes, *, most_rows: int) -> Sheet:
    """Reads one row more than ``most_rows`` at the most. The archive has been seen to be a modest one."""
    lines = read_workbook(content, most_columns=_MOST_COLUMNS, last_line=_LAST_LINE)
    columns: dict[int, str] = {}
    sheet = Sheet([], [])
    for number, line in enumerate(lines or [()], start=1):
        cells = [_text(cell, number) for cell in line]
        if number == 1:
            columns = _columns(cells)
            continue
        values = {name: cells[place] for place, name in columns.items() if place < len(cells) and cells[place]}
        if values:
            sheet.rows.append(_row(values))
            sheet.numbers.append(number)
        if len(sheet.rows) > most_rows:
            break
    return sheet


def _columns(heading: list[str]) -> dict[int, str]:
    """Which column stands in which place; headings may be in any language of the site, or the names of a JSON file."""
    known = words_in_any_language(COLUMNS)
    written = {place: text for place, text in enumerate(heading) if text}
    columns = {place: known.get(plain(text), "") for place, text in written.items()}
    unknown = [text[:40] for place, text in written.items() if not columns[place]]
    names = list(columns.values())
    missing = [str(COLUMNS[name]) for name in _NEEDED if name not in names]
    twice = sorted({str(COLUMNS[name]) for name in names if name and names.count(name) > 1})
    problems = [
        (missing, _("Columns missing in line 1: %(names)s.")),
        (twice, _("Columns that stand there twice: %(names)s.")),
        (unknown, _("Columns that nothing is known of: %(names)s.")),
    ]
    found = [sentence % {"names": ", ".join(names)} for names, sentence in problems if names]
    if found:
        raise UploadRefused(" ".join([*found, _("Use the header line of the template.")]))
    return columns


def _row(values: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: text for name, text in values.items() if name not in {*OPTION_KEYS, "answer", "rubric"}
    }
    for name, words in _WORDS.items():
        if name in row:
            row[name] = _word(row[name], words)
    row["options"] = [{"key": key, "text": values[key]} for key in OPTION_KEYS if key in values]
    if row.get("type") == ItemType.BOOLEAN and not row["options"]:
        row["options"] = [{"key": key, "text": text} for key, text in BOOLEAN_TEXTS.items()]
    answer = values.get("answer", "")
    row["answer"] = [key for key in _TRUTHS.get(answer.upper(), answer.upper()) if key not in _BETWEEN_KEYS]
    lines = [line.strip() for line in values.get("rubric", "").splitlines() if line.strip()]
    row["rubric"] = [read_criterion(line) or line for line in lines]
    if row.get("type") == ItemType.ESSAY:
        row["max_points"] = sum(line["points"] for line in row["rubric"] if not isinstance(line, str))
    return row


def _word(text: str, words: type[CognitiveLevel | ItemType]) -> str:
    """The value behind a word of either language; what is none of them stays, to be complained of."""
    return words_in_any_language({word.value: word.label for word in words}).get(plain(text), text)


def _text(cell: object, number: int) -> str:
    text = cell_text(cell)
    if text in _ERRORS:
        raise UploadRefused(
            _("Line %(line)d holds the error %(error)s of a formula. Type the value itself.")
            % {"line": number, "error": text}
        )
    return text
