"""Double-blind marking: take an answer, mark it once, or give it back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.marking.models import Mark, MarkingAssignment
from certification.marking.services.proposing import lock_attempt, settle_case
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class NotForThisMarker(DomainError):
    message = _("You may not mark this answer: it is your own, or the candidate works where you do.")
    status = 404


class TakenByOthers(DomainError):
    message = _("Other markers have taken this answer meanwhile. Take the next one.")


class NotYourAnswer(DomainError):
    message = _("This answer is not yours to mark.")
    status = 404


class MarkedAlready(DomainError):
    message = _("You have marked this answer already; a mark is given once.")


class PointsOutOfRange(DomainError):
    message = _("Give each criterion points from 0 to its maximum, in steps of a half.")
    status = 400


@transaction.atomic
def take_assignment(*, assignment: MarkingAssignment, marker: User, now: datetime) -> MarkingAssignment:
    """A free seat at this answer, or the one the marker has; clicking twice takes one."""
    lock_attempt(assignment.attempt)
    seats = MarkingAssignment.objects.filter(attempt=assignment.attempt_id, paper_item=assignment.paper_item_id)
    own = seats.filter(marker=marker).first()
    if own is not None:
        return own
    free = seats.filter(marker=None).order_by("seat")
    if not seats.without_conflict(marker).exists():
        raise NotForThisMarker
    seat = free.first()
    if seat is None:
        raise TakenByOthers
    seat.marker = marker
    seat.save(update_fields=["marker"])
    record_entry(action="marking.take_assignment", subject=seat, actor=marker, now=now)
    return seat


@transaction.atomic
def return_assignment(*, assignment: MarkingAssignment, marker: User, now: datetime) -> MarkingAssignment:
    """Frees a seat that has no mark, for someone else."""
    lock_attempt(assignment.attempt)
    seat = MarkingAssignment.objects.get(pk=assignment.pk)
    if seat.marker_id is None:
        return seat
    if seat.marker_id != marker.pk:
        raise NotYourAnswer
    if Mark.objects.filter(assignment=seat).exists():
        raise MarkedAlready
    seat.marker = None
    seat.save(update_fields=["marker"])
    record_entry(action="marking.return_assignment", subject=seat, actor=marker, now=now)
    return seat


@transaction.atomic
def record_mark(
    *, assignment: MarkingAssignment, marker: User, criteria: Sequence[Decimal], comment: str, now: datetime
) -> Mark:
    """Gives the points, criterion by criterion. The same mark again is the same mark; another one is refused."""
    attempt = lock_attempt(assignment.attempt)
    seat = MarkingAssignment.objects.select_related("paper_item__revision").get(pk=assignment.pk)
    if seat.marker_id != marker.pk:
        raise NotYourAnswer
    if not MarkingAssignment.objects.without_conflict(marker).filter(pk=seat.pk).exists():
        raise NotForThisMarker
    _check_points(criteria, [Decimal(str(row["points"])) for row in seat.paper_item.revision.rubric])
    given = [f"{points.normalize():f}" for points in criteria]
    mark = Mark.objects.filter(assignment=seat).first()
    if mark is not None:
        if mark.criteria == given:
            return mark
        raise MarkedAlready
    mark = Mark.objects.create(
        assignment=seat, criteria=given, points=sum(criteria, Decimal(0)), comment=comment, marked_at=now
    )
    record_entry(action="marking.record_mark", subject=mark, actor=marker, now=now)
    settle_case(attempt=attempt, case=seat.paper_item, now=now)
    return mark


def _check_points(criteria: Sequence[Decimal], maxima: Sequence[Decimal]) -> None:
    if len(criteria) != len(maxima):
        raise PointsOutOfRange
    for points, maximum in zip(criteria, maxima, strict=True):
        if not 0 <= points <= maximum or points * 2 != int(points * 2):
            raise PointsOutOfRange
