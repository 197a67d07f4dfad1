"""Giving a place up. The freed seat goes to the next in line in the same transaction."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseRun
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.enrollment.rules import may_cancel
from courses.enrollment.services.letters import tell_cancelled
from courses.enrollment.services.moves import lock_run, move_enrollment
from courses.enrollment.services.seats import promote_waiting
from lms.accounts.models import User
from lms.errors import DomainError


class CancellationTooLate(DomainError):
    message = _(
        "The run has begun, so you cannot cancel any more. If you could not come, your attendance simply says so."
    )


@transaction.atomic
def cancel_enrollment(*, enrollment: Enrollment, actor: User | None, now: datetime, reason: str = "") -> Enrollment:
    """Frees the place. Canceling again changes nothing.

    Raises ``CancellationTooLate``: a learner cancels until the run begins, the association until it ends.
    """
    run = lock_run(enrollment.run)
    enrollment = Enrollment.objects.select_related("practitioner__user").get(pk=enrollment.pk)
    if enrollment.state == EnrollmentState.CANCELLED:
        return enrollment
    by_staff = actor is None or actor.pk != enrollment.practitioner.user_id
    if not may_cancel(run, now, by_staff=by_staff):
        raise CancellationTooLate
    move_enrollment(enrollment, EnrollmentState.CANCELLED, actor=actor, now=now, reason=reason)
    if by_staff:
        tell_cancelled(enrollment, reason, now)
    promote_waiting(run=run, now=now, actor=actor)
    return enrollment


@transaction.atomic
def cancel_all_enrollments(*, run: CourseRun, actor: User | None, now: datetime, reason: str) -> None:
    """For a run that was called off: everyone is told, nobody moves up."""
    run = lock_run(run)
    places = Enrollment.objects.filter(run=run).exclude(state=EnrollmentState.CANCELLED)
    for enrollment in places.select_related("practitioner__user", "run__course").order_by("pk"):
        move_enrollment(enrollment, EnrollmentState.CANCELLED, actor=actor, now=now, reason=reason)
        tell_cancelled(enrollment, reason, now)
