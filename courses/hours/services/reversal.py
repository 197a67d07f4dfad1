"""Taking hours back: a further row with the opposite sign, for the year and category they were booked in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.hours.enums import ATTENDANCE_CORRECTED, SourceKind
from courses.hours.models import HoursEntry
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner, User
from lms.audit.services import record_entry
from lms.errors import DomainError


class ReversalIsFinal(DomainError):
    message = _("A reversal cannot be reversed. Record the attendance again; its hours are then booked anew.")


@transaction.atomic
def reverse_entry(*, entry: HoursEntry, reversed_by: User | None, reason: str, now: datetime) -> HoursEntry:
    """Reversing again gives the same reversal.

    Raises ``ReversalIsFinal``.
    """
    Practitioner.objects.select_for_update(of=("self",)).get(pk=entry.practitioner_id)
    if entry.source_kind == SourceKind.REVERSAL:
        raise ReversalIsFinal
    if made := HoursEntry.objects.filter(reverses=entry).first():
        return made
    reversal = HoursEntry.objects.create(
        practitioner=entry.practitioner,
        year=entry.year,
        earned_on=entry.earned_on,
        category=entry.category,
        domain=entry.domain,
        minutes=-entry.minutes,
        hours=-entry.hours,
        source_kind=SourceKind.REVERSAL,
        completion=entry.completion,
        reverses=entry,
        officially_recognized=entry.officially_recognized,
        rule_set=entry.rule_set,
        explanation={"reason": reason},
        booked_at=now,
        booked_by=reversed_by,
    )
    detail: dict[str, object] = {"reverses": entry.pk, "hours": str(reversal.hours), "reason": reason}
    record_entry(action="hours.reverse_entry", subject=reversal, actor=reversed_by, now=now, detail=detail)
    return reversal


def reverse_course_hours(*, completion: CourseCompletion, actor: User | None, now: datetime) -> HoursEntry | None:
    """For a completion that a correction took back."""
    entry = HoursEntry.objects.filter(completion=completion, source_kind=SourceKind.COURSE).first()
    if entry is None:
        return None
    return reverse_entry(entry=entry, reversed_by=actor, reason=ATTENDANCE_CORRECTED, now=now)
