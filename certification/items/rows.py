"""Items as rows of a JSON file: what may stand in one, how it is read and how it is written."""

import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.items.content import (
    MOST_CRITERIA,
    OPTION_KEYS,
    Criterion,
    FieldProblem,
    ItemContent,
    Option,
    problems_of,
)
from certification.items.enums import CognitiveLevel, ItemType
from lms.competency.enums import Level

CODE_LENGTH = 30
MOST_CHARACTERS = 10_000
# Of what is wrong with a row; a row of thousands of unknown fields is said to be wrong in a few.
_MOST_UNKNOWN = 5
_SHOWN_CHARACTERS = 40
# NUL, and halves of a character: JSON can write them, a database cannot.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# `status` is written by the export for people to read; an import never believes it: review decides.
FIELDS = {field.name for field in fields(ItemContent)} | {"code", "domain", "review", "status"}
MISSING = {
    "element": _("is missing: name the element that the item tests, such as PAT.02"),
    "effective_from": _("is missing: give the day since which the cited reference is in force, such as 2021-06-01"),
}


class ItemRow(NamedTuple):
    code: str
    content: ItemContent

    def values(self) -> dict[str, object]:
        """As a row of a file that reads as the same item."""
        values = {"code": self.code} | self.content.values()
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if value not in (None, "") and not (name == "rubric" and not value)
        }


class RowReader:
    """Reads one row and collects every problem, so that a writer sees them all at once."""

    def __init__(self, row: Mapping[str, Any], *, elements: Collection[str]) -> None:
        self.row = row
        self.elements = elements
        self.problems: list[FieldProblem] = []

    def read(self) -> ItemRow | None:
        """None when there are problems."""
        for name in sorted(set(self.row) - FIELDS)[:_MOST_UNKNOWN]:
            self._complain(shown(name), _("is not a field of an item"))
        code = self._code()
        content = self._content()
        if content is None or self.problems:
            return None
        self.problems += problems_of(content)
        return None if self.problems else ItemRow(code, content)

    def _content(self) -> ItemContent | None:
        effective_from = self._date("effective_from", required=True)
        values = {
            "element": self._element(),
            "level": self._choice("level", Level.values),
            "cognitive_level": self._choice("cognitive_level", CognitiveLevel.values),
            "type": self._choice("type", ItemType.values),
            "stem": self._text("stem"),
            "rationale": self._text("rationale"),
            "reference": self._text("reference"),
            "note": self._note(),
        }
        effective_until = self._date("effective_until", required=False)
        options, answer, rubric, points = self._options(), self._answer(), self._rubric(), self._points()
        if effective_from is None or self.problems:
            return None
        return ItemContent(
            **values,
            options=options,
            answer=answer,
            rubric=rubric,
            max_points=points,
            effective_from=effective_from,
            effective_until=effective_until,
        )

    def _complain(self, field: str, message: str | Promise) -> None:
        self.problems.append(FieldProblem(field, message))

    def _text(self, field: str, *, required: bool = True) -> str:
        value = self.row.get(field)
        if value is None:
            if required:
                self._complain(field, MISSING.get(field, _("is missing: fill it in")))
            return ""
        if not isinstance(value, str):
            self._complain(field, _("is not a text"))
            return ""
        if required and not value.strip():
            self._complain(field, _("is empty: fill it in"))
        return self._storable(field, value.strip())

    def _storable(self, field: str, text: str) -> str:
        if len(text) > MOST_CHARACTERS:
            self._complain(field, _("is longer than 10,000 characters"))
            return ""
        if _UNSTORABLE.search(text):
            self._complain(field, _("holds a broken character: type the text anew"))
            return ""
        return text

    def _code(self) -> str:
        code = self._text("code")
        if code:
            try:
                validate_slug(code)
            except ValidationError:
                self._complain("code", _("may hold letters, digits, hyphens and underscores only"))
            if len(code) > CODE_LENGTH:
                self._complain("code", _("is longer than 30 characters"))
        return code

    def _choice(self, field: str, values: list[str]) -> str:
        value = self._text(field)
        if value and value not in values:
            self._complain(
                field, _("is “%(value)s”, not one of %(values)s") % {"value": shown(value), "values": ", ".join(values)}
            )
        return value

    def _element(self) -> str:
        element = self._text("element")
        if element and element not in self.elements:
            self._complain("element", _("“%(value)s” is not an element of the framework") % {"value": shown(element)})
        domain = self._text("domain", required=False)
        if element and domain and not element.startswith(f"{domain}."):
            self._complain(
                "domain",
                _("%(domain)s is not the domain of %(element)s") % {"domain": shown(domain), "element": shown(element)},
            )
        return element

    def _date(self, field: str, *, required: bool) -> date | None:
        text = self._text(field, required=required)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._complain(field, _("“%(value)s” is not a date such as 2025-01-31") % {"value": shown(text)})
            return None

    def _list(self, field: str) -> list[Any]:
        value = self.row.get(field, [])
        if not isinstance(value, list):
            self._complain(field, _("is not a list"))
            return []
        return value

    def _options(self) -> tuple[Option, ...]:
        options = self._list("options")
        if len(options) > len(OPTION_KEYS):
            self._complain("options", _("has more than six options"))
            return ()
        if not all(_has_texts(option, "key", "text") and set(option) == {"key", "text"} for option in options):
            self._complain("options", _("holds something other than a key and a text"))
            return ()
        texts = [self._storable("options", option["text"].strip()) for option in options]
        return tuple(Option(key=option["key"], text=text) for option, text in zip(options, texts, strict=True))

    def _answer(self) -> tuple[str, ...]:
        answer = self._list("answer")
        if not all(isinstance(key, str) for key in answer):
            self._complain("answer", _("holds something other than keys"))
            return ()
        return tuple(sorted(answer))

    def _rubric(self) -> tuple[Criterion, ...]:
        rubric = self._list("rubric")
        line = next((row for row in rubric if isinstance(row, str)), None)
        if line is not None:
            wrong = _("has the line “%(line)s”, which does not end in a vertical bar and whole points")
            self._complain("rubric", wrong % {"line": shown(line)})
            return ()
        if not all(
            _has_texts(row, "criterion") and set(row) == {"criterion", "points"} and _is_whole(row["points"])
            for row in rubric
        ):
            self._complain("rubric", _("holds something other than a criterion and its whole points"))
            return ()
        texts = [self._storable("rubric", row["criterion"].strip()) for row in rubric[: MOST_CRITERIA + 1]]
        return tuple(Criterion(criterion=text, points=row["points"]) for row, text in zip(rubric, texts, strict=False))

    def _points(self) -> int | None:
        points = self.row.get("max_points")
        if points is not None and not _is_whole(points):
            self._complain("max_points", _("is not a whole number"))
            return None
        return points

    def _note(self) -> str:
        """What a file says about how its text was checked goes along with the note."""
        return "\n".join(filter(None, (self._text(name, required=False) for name in ("note", "review"))))


def shown(value: object) -> str:
    """As a refusal repeats it."""
    text = str(value).encode(errors="replace").decode()
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


def _has_texts(value: object, *names: str) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) and value[name].strip() for name in names)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
