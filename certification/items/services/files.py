"""Items from a file, all of them or none, and the log of items that left the bank in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.items.enums import RevisionState, Verdict
from certification.items.models import Item, ItemRevision
from certification.items.services.planning import plan_import
from certification.items.services.review import review_revision, submit_for_review
from certification.items.services.revisions import create_item, create_revision
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


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


class BankChanged(DomainError):
    message = _("The item bank has changed since the file was checked. Look again at what would be imported.")


@transaction.atomic
def import_items(
    *, rows: Sequence[Mapping[str, Any]], author: User, now: datetime, expected: str | None = None
) -> Import:
    """New codes become items, changed ones a further revision, all drafts; what says the same is left alone.

    ``expected``: the digest of the plan that was agreed to.
    """
    codes = [row["code"] for row in rows if isinstance(row, Mapping) and isinstance(row.get("code"), str)]
    # In one order, so that two imports of the same items wait for each other instead of deadlocking.
    list(Item.objects.select_for_update().filter(code__in=codes).order_by("code"))
    plan = plan_import(rows)
    if expected is not None and plan.digest() != expected:
        raise BankChanged
    outcome = Import(
        created=[create_item(code=row.code, content=row.content, author=author, now=now) for row in plan.created],
        revised=[
            create_revision(item=latest.item, content=row.content, author=author, now=now)
            for row, latest in plan.revised
        ],
        unchanged=plan.unchanged,
    )
    _record_import(outcome, author, now)
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


def _record_import(outcome: Import, author: User, now: datetime) -> None:
    if not outcome.created and not outcome.revised:
        return
    counts: dict[str, object] = {
        "created": len(outcome.created),
        "revised": len(outcome.revised),
        "unchanged": len(outcome.unchanged),
    }
    record_entry(action="items.import_items", subject=author, actor=author, now=now, detail=counts)
