"""Items from a file, all of them or none, and the log of items that left the bank in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.items.enums import RevisionState, Verdict
from certification.items.models import ItemRevision
from certification.items.rows import ItemRow, RowReader
from certification.items.services.review import review_revision, submit_for_review
from certification.items.services.revisions import create_item, create_revision
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.competency.models import Element
from lms.errors import DomainError


class RowProblem(NamedTuple):
    row: int
    code: str
    field: str
    message: str | Promise

    def __str__(self) -> str:
        return _("Row %(row)d (%(code)s), %(field)s: %(message)s") % self._asdict()


class RowsInvalid(DomainError):
    """``problems`` names every row and field; rows are counted from 1."""

    status = 400

    def __init__(self, problems: list[RowProblem]) -> None:
        self.problems = problems
        lead = _("Nothing was imported. Correct these rows, then import the file again:")
        super().__init__("\n".join([str(lead), *(str(problem) for problem in problems)]))


@dataclass
class Import:
    created: list[ItemRevision] = field(default_factory=list)
    revised: list[ItemRevision] = field(default_factory=list)
    unchanged: list[ItemRevision] = field(default_factory=list)

    @property
    def drafts(self) -> list[ItemRevision]:
        """What waits for review, the unchanged rows of an earlier import among it."""
        return [
            revision
            for revision in (*self.created, *self.revised, *self.unchanged)
            if revision.state in {RevisionState.DRAFT, RevisionState.IN_REVIEW}
        ]


@transaction.atomic
def import_items(*, rows: Sequence[Mapping[str, Any]], author: User, now: datetime) -> Import:
    """New codes become items, changed ones a further revision, all drafts; what says the same is left alone."""
    items = _read_rows(rows)
    existing = _latest_revisions([row.code for row in items])
    outcome = Import()
    for row in items:
        latest = existing.get(row.code)
        if latest is None:
            outcome.created.append(create_item(code=row.code, content=row.content, author=author, now=now))
        elif latest.content == row.content:
            outcome.unchanged.append(latest)
        else:
            outcome.revised.append(create_revision(item=latest.item, content=row.content, author=author, now=now))
    return outcome


@transaction.atomic
def approve_revisions(*, revisions: Sequence[ItemRevision], reviewer: User, comment: str, now: datetime) -> int:
    """Submits and approves each by a review of its own; returns how many."""
    for revision in revisions:
        submit_for_review(revision=revision, now=now)
        review_revision(revision=revision, reviewer=reviewer, verdict=Verdict.APPROVE, comment=comment, now=now)
    return len(revisions)


def record_export(*, exported_by: User, count: int, file_type: str, now: datetime) -> None:
    """Keys that left the bank are on the trail: should an item leak, this says who could have held it."""
    record_entry(
        action="items.export_items",
        subject=exported_by,
        actor=exported_by,
        now=now,
        detail={"count": count, "file_type": file_type},
    )


def _read_rows(rows: Sequence[Mapping[str, Any]]) -> list[ItemRow]:
    elements = frozenset(Element.objects.values_list("code", flat=True))
    items: list[ItemRow] = []
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        code = str(row.get("code", "?")) if isinstance(row, Mapping) else "?"
        reader = RowReader(row, elements=elements) if isinstance(row, Mapping) else None
        item = reader.read() if reader else None
        if reader is None:
            problems.append(RowProblem(number, code, "-", _("is not an object with fields")))
        else:
            problems += [RowProblem(number, code, *problem) for problem in reader.problems]
        if code in seen:
            problems.append(RowProblem(number, code, "code", _("stands in an earlier row too")))
        seen.add(code)
        if item is not None:
            items.append(item)
    if problems:
        raise RowsInvalid(problems)
    return items


def _latest_revisions(codes: list[str]) -> dict[str, ItemRevision]:
    revisions = ItemRevision.objects.filter(item__code__in=codes).select_related("item").order_by("item_id", "number")
    return {revision.item.code: revision for revision in revisions}
