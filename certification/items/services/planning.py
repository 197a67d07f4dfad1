"""What importing some rows would do to the bank as it is now."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.items.documents import SPREADSHEET_HEADINGS
from certification.items.models import ItemRevision
from certification.items.rows import ItemRow, RowReader, shown
from lms.competency.models import Element
from lms.errors import DomainError


class RowProblem(NamedTuple):
    row: int
    code: str
    field: str
    message: str | Promise

    @property
    def label(self) -> str | Promise:
        """What people call the field; nothing for one that no item has."""
        return SPREADSHEET_HEADINGS.get(self.field, "")

    def __str__(self) -> str:
        return _("Row %(row)d (%(code)s), %(field)s: %(message)s") % self._asdict()


class RowsInvalid(DomainError):
    """``problems`` names every row and field; rows are counted from 1, or as ``numbers`` says."""

    status = 400

    def __init__(self, problems: list[RowProblem]) -> None:
        self.problems = problems
        lead = _("Nothing was imported. Correct these rows, then import the file again:")
        super().__init__("\n".join([str(lead), *(str(problem) for problem in problems)]))


@dataclass
class ImportPlan:
    created: list[ItemRow] = field(default_factory=list)
    revised: list[tuple[ItemRow, ItemRevision]] = field(default_factory=list)
    unchanged: list[ItemRevision] = field(default_factory=list)
    all_rows: list[ItemRow] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.created and not self.revised

    def digest(self) -> str:
        """The same for the same effect: it differs as soon as a row or the bank does."""
        effect = [
            [row.values() for row in self.created],
            [[row.values(), latest.pk] for row, latest in self.revised],
            [revision.pk for revision in self.unchanged],
        ]
        return hashlib.sha256(json.dumps(effect, sort_keys=True).encode()).hexdigest()


def plan_import(rows: Sequence[Mapping[str, Any]], *, numbers: Sequence[int] | None = None) -> ImportPlan:
    """``numbers``: where each row stands in its file, unless that is its place in the list."""
    items = _read_rows(rows, numbers or range(1, len(rows) + 1))
    existing = _latest_revisions([row.code for row in items])
    plan = ImportPlan(all_rows=items)
    for row in items:
        latest = existing.get(row.code)
        if latest is None:
            plan.created.append(row)
        elif latest.content == row.content:
            plan.unchanged.append(latest)
        else:
            plan.revised.append((row, latest))
    return plan


def _read_rows(rows: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> list[ItemRow]:
    elements = frozenset(Element.objects.values_list("code", flat=True))
    items: list[ItemRow] = []
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for number, row in zip(numbers, rows, strict=True):
        if not isinstance(row, Mapping):
            problems.append(RowProblem(number, "?", "-", _("is not an object with fields")))
            continue
        written = row.get("code", "?")
        code = shown(written) if isinstance(written, str) else "?"
        reader = RowReader(row, elements=elements)
        item = reader.read()
        problems += [RowProblem(number, code, *problem) for problem in reader.problems]
        if code in seen and code != "?":
            problems.append(RowProblem(number, code, "code", _("stands in an earlier row too: keep one of them")))
        seen.add(code)
        if item is not None:
            items.append(item)
    if problems:
        raise RowsInvalid(problems)
    return items


def _latest_revisions(codes: list[str]) -> dict[str, ItemRevision]:
    revisions = ItemRevision.objects.filter(item__code__in=codes).select_related("item").order_by("item_id", "number")
    return {revision.item.code: revision for revision in revisions}
