"""How far a batch is, and its rows; the same few queries for ten rows and for a thousand."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from certification.certificates.enums import BatchRowState, DocumentState
from certification.certificates.models import IssueBatch, IssueBatchRow


@dataclass(frozen=True)
class Progress:
    rows: int
    waiting: int
    issued: int
    refused: int
    rendered: int
    failed: int

    @property
    def settled(self) -> int:
        return self.issued + self.refused

    @property
    def is_over(self) -> bool:
        """Nothing more happens by itself: every row has its answer, and every certificate its file."""
        return not self.waiting and self.rendered == self.issued


def progress_of(batch: IssueBatch) -> Progress:
    return Progress(**batch.rows.aggregate(**_counts("")))


def batches_with_counts() -> QuerySet[IssueBatch]:
    """The newest first, each with the numbers of ``Progress`` as annotations."""
    return IssueBatch.objects.select_related("created_by").annotate(**_counts("rows__")).order_by("-created_at", "-pk")


def _counts(prefix: str) -> dict[str, Count]:
    def number(**wanted: object) -> Count:
        return Count(f"{prefix}pk", filter=Q(**{f"{prefix}{name}": value for name, value in wanted.items()}))

    return {
        "rows" if not prefix else "row_count": Count(f"{prefix}pk"),
        "waiting": number(state=BatchRowState.WAITING),
        "issued": number(state=BatchRowState.ISSUED),
        "refused": number(state=BatchRowState.REFUSED),
        "rendered": number(certificate__document__state=DocumentState.RENDERED),
        "failed": number(certificate__document__state=DocumentState.FAILED),
    }


def rows_of(batch: IssueBatch) -> QuerySet[IssueBatchRow]:
    """What was refused first, for that is what asks for work."""
    return batch.rows.select_related(
        "practitioner",
        "certificate__document",
        "result__attempt__registration__sitting",
        "completion__enrollment__run",
    ).order_by("position")
