"""The markers' desk: answers by an anonymous code, nothing about whose they are or what others gave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from certification.marking.models import Mark, MarkingAssignment, MarkingAssignmentQuerySet
from certification.sittings.models import Answer
from lms.accounts.models import User


@dataclass(frozen=True)
class WaitingAnswer:
    assignment_id: int
    code: str
    assessment: str
    sitting: str
    position: int
    points: str
    ended_at: datetime | None


@dataclass(frozen=True)
class MarkingSheet:
    code: str
    assessment: str
    position: int
    points: str
    stem: str
    rationale: str
    reference: str
    rubric: list[dict[str, Any]]
    text: str
    mark: Mark | None


def anonymous_code(assignment: MarkingAssignment) -> str:
    """The same for every marker of an answer; a candidate who knows the attempt's address cannot compute it."""
    digest = salted_hmac("certification.marking", f"{assignment.attempt_id}:{assignment.paper_item_id}").hexdigest()
    return f"{digest[:4]}-{digest[4:8]}".upper()


def waiting_for(marker: User) -> list[WaitingAnswer]:
    return _lines(MarkingAssignment.objects.open_to(marker))


def assignments_of(marker: User) -> list[WaitingAnswer]:
    """Taken and not marked yet."""
    return _lines(MarkingAssignment.objects.visible_to(marker).filter(mark=None))


def marked_number(marker: User) -> int:
    return MarkingAssignment.objects.visible_to(marker).exclude(mark=None).count()


def marking_sheet(assignment: MarkingAssignment) -> MarkingSheet:
    item = assignment.paper_item
    answer = (
        Answer.objects.counting()
        .filter(attempt=assignment.attempt_id, position=item.position)
        .values_list("value", flat=True)
        .first()
    )
    return MarkingSheet(
        code=anonymous_code(assignment),
        assessment=assignment.attempt.registration.sitting.assessment.title,
        position=item.position,
        points=f"{item.points.normalize():f}",
        stem=item.revision.stem,
        rationale=item.revision.rationale,
        reference=item.revision.reference,
        rubric=item.revision.rubric,
        text=(answer or {}).get("text", ""),
        mark=Mark.objects.filter(assignment=assignment).first(),
    )


def _lines(assignments: MarkingAssignmentQuerySet) -> list[WaitingAnswer]:
    rows: Iterable[MarkingAssignment] = assignments.select_related(
        "attempt__registration__sitting__assessment", "paper_item"
    ).order_by("attempt__ended_at", "attempt", "paper_item__position")
    return [
        WaitingAnswer(
            assignment_id=row.pk,
            code=anonymous_code(row),
            assessment=row.attempt.registration.sitting.assessment.title,
            sitting=row.attempt.registration.sitting.code,
            position=row.paper_item.position,
            points=f"{row.paper_item.points.normalize():f}",
            ended_at=row.attempt.ended_at,
        )
        for row in rows
    ]
