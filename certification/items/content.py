"""What an item says, apart from whose it is: plain values, and what is wrong with them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.items.enums import ItemType

OPTION_KEYS = "ABCDEF"
BOOLEAN_KEYS = ("T", "F")
# Items are in Chinese, whatever language their author reads the form in.
BOOLEAN_TEXTS = dict(zip(BOOLEAN_KEYS, ("正确", "错误"), strict=True))
MOST_CRITERIA = 40
MOST_POINTS = 200


class Option(TypedDict):
    key: str
    text: str


class Criterion(TypedDict):
    criterion: str
    points: int


def read_criterion(line: str) -> Criterion | None:
    """“Names the legal basis | 6”; nothing for a line that does not end in a bar and whole points."""
    criterion, _bar, points = (part.strip() for part in line.replace("｜", "|").rpartition("|"))
    whole = points.isascii() and points.isdecimal() and len(points) <= 4
    return Criterion(criterion=criterion, points=int(points)) if criterion and whole else None


class FieldProblem(NamedTuple):
    field: str
    message: str | Promise


@dataclass(frozen=True, kw_only=True)
class ItemContent:
    element: str
    level: str
    cognitive_level: str
    type: str
    stem: str
    options: tuple[Option, ...] = ()
    answer: tuple[str, ...] = ()
    rationale: str
    reference: str
    effective_from: date
    effective_until: date | None = None
    max_points: int | None = None
    rubric: tuple[Criterion, ...] = ()
    note: str = ""

    def values(self) -> dict[str, object]:
        """As the model's fields store it; lists where JSON has lists."""
        values = asdict(self)
        return values | {name: list(values[name]) for name in ("options", "answer", "rubric")}

    def digest(self) -> str:
        """SHA-256 of what a candidate or a marker is held to: all but the note."""
        values = {name: value for name, value in self.values().items() if name != "note"}
        canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def problems_of(content: ItemContent) -> list[FieldProblem]:
    """What must be put right before this can be an item; empty when nothing must."""
    checks = {
        ItemType.SINGLE: _choice_problems,
        ItemType.MULTIPLE: _choice_problems,
        ItemType.BOOLEAN: _boolean_problems,
        ItemType.ESSAY: _case_problems,
    }
    problems = list(checks[ItemType(content.type)](content))
    if content.type != ItemType.ESSAY:
        problems += _points_of_objective(content)
    if content.effective_until is not None and content.effective_until <= content.effective_from:
        problems.append(FieldProblem("effective_until", _("is not after the day from which the reference is in force")))
    return problems


def _choice_problems(content: ItemContent) -> Iterator[FieldProblem]:
    keys = [option["key"] for option in content.options]
    texts = [option["text"] for option in content.options]
    if len(keys) < 3:
        yield FieldProblem("options", _("needs at least three options"))
    if not set(keys) <= set(OPTION_KEYS):
        yield FieldProblem("options", _("has a key other than A to F"))
    if len(set(keys)) < len(keys):
        yield FieldProblem("options", _("uses a key twice"))
    if len(set(texts)) < len(texts):
        yield FieldProblem("options", _("says the same in two options"))
    yield from _answer_problems(content, keys)


def _answer_problems(content: ItemContent, keys: list[str]) -> Iterator[FieldProblem]:
    if len(set(content.answer)) < len(content.answer):
        yield FieldProblem("answer", _("names an option twice"))
    if not set(content.answer) <= set(keys):
        yield FieldProblem("answer", _("names an option that does not exist"))
    if content.type == ItemType.MULTIPLE and len(content.answer) < 2:
        yield FieldProblem("answer", _("needs at least two right options"))
    if content.type != ItemType.MULTIPLE and len(content.answer) != 1:
        yield FieldProblem("answer", _("needs exactly one right option"))


def _boolean_problems(content: ItemContent) -> Iterator[FieldProblem]:
    keys = [option["key"] for option in content.options]
    if sorted(keys) != sorted(BOOLEAN_KEYS):
        yield FieldProblem("options", _("has the keys T and F, once each"))
    yield from _answer_problems(content, keys)


def _case_problems(content: ItemContent) -> Iterator[FieldProblem]:
    if content.options:
        yield FieldProblem("options", _("stays empty: a case is answered in writing"))
    if content.answer:
        yield FieldProblem("answer", _("stays empty: a case is marked by its rubric"))
    if not content.rubric:
        yield FieldProblem("rubric", _("is missing: say what earns how many points"))
    elif any(criterion["points"] <= 0 for criterion in content.rubric):
        yield FieldProblem("rubric", _("gives a criterion no points"))
    if len(content.rubric) > MOST_CRITERIA:
        yield FieldProblem("rubric", _("has more than 40 criteria"))
    if content.max_points and content.max_points > MOST_POINTS:
        yield FieldProblem("max_points", _("is more than 200 points"))
    if not content.max_points:
        yield FieldProblem("max_points", _("is missing: a case has points of its own"))
    elif content.rubric and sum(criterion["points"] for criterion in content.rubric) != content.max_points:
        yield FieldProblem("rubric", _("does not add up to the points of the case"))


def _points_of_objective(content: ItemContent) -> Iterator[FieldProblem]:
    if content.rubric:
        yield FieldProblem("rubric", _("stays empty: only a case has a rubric"))
    if content.max_points is not None:
        yield FieldProblem("max_points", _("stays empty: a paper's blueprint says what an item is worth"))
