"""Taking a seat, or a place in line for one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseRun
from courses.catalogue.rules import is_published
from courses.enrollment.enums import SEATED, EnrollmentState
from courses.enrollment.models import Enrollment
from courses.enrollment.queries import seats_left, waiting_line
from courses.enrollment.services.letters import tell_enrolled, tell_promoted
from courses.enrollment.services.moves import find_enrollment, lock_run, move_enrollment, open_enrollment
from lms.accounts.models import Practitioner, User
from lms.errors import DomainError


class RunNotPublished(DomainError):
    message = _(
        "Nobody can enroll in this run: it was canceled or is not announced. Choose another date on the course's page."
    )


class EnrollmentNotOpen(DomainError):
    message = _("Enrollment has not opened yet. The course's page says from when; come back then.")


class EnrollmentClosed(DomainError):
    message = _("Enrollment for this run has closed. Choose another date on the course's page.")


class RunFull(DomainError):
    message = _(
        "All seats of this run are taken. On the course's page you can join its waiting list or choose another date."
    )


class WaitingListClosed(DomainError):
    message = _(
        "The waiting list of this run no longer moves up, so nobody can join it. Choose another date on the course's page."
    )


@transaction.atomic
def enroll(*, run: CourseRun, practitioner: Practitioner, now: datetime, actor: User | None) -> Enrollment:
    """Reserves a seat. Asking again gives the same enrollment, whatever has happened to the window or the seats since.

    Raises ``RunNotPublished``, ``EnrollmentNotOpen``, ``EnrollmentClosed``, ``RunFull``.
    """
    run = lock_run(run)
    enrollment = find_enrollment(run, practitioner)
    if enrollment and enrollment.state in SEATED:
        return enrollment
    _check_window(run, now)
    if seats_left(run) == 0:
        if enrollment and enrollment.state == EnrollmentState.WAITING:
            return enrollment
        raise RunFull
    return _seat(run, practitioner, enrollment, actor=actor, now=now)


@transaction.atomic
def join_waiting_list(*, run: CourseRun, practitioner: Practitioner, now: datetime, actor: User | None) -> Enrollment:
    """Puts the practitioner in line; where a seat is free meanwhile, reserves it instead. Asking again changes nothing.

    Raises ``RunNotPublished``, ``EnrollmentNotOpen``, ``EnrollmentClosed``, ``WaitingListClosed``.
    """
    run = lock_run(run)
    enrollment = find_enrollment(run, practitioner)
    if enrollment and enrollment.state != EnrollmentState.CANCELLED:
        return enrollment
    _check_window(run, now)
    if seats_left(run):
        return _seat(run, practitioner, enrollment, actor=actor, now=now)
    if now >= run.promotion_cutoff_at:
        raise WaitingListClosed
    if enrollment is None:
        return open_enrollment(run, practitioner, EnrollmentState.WAITING, actor=actor, now=now)
    return move_enrollment(enrollment, EnrollmentState.WAITING, actor=actor, now=now)


@transaction.atomic
def promote_waiting(*, run: CourseRun, now: datetime, actor: User | None) -> list[Enrollment]:
    """Gives free seats to those in line, first come first served, before the run's cut-off only."""
    run = lock_run(run)
    if not is_published(run) or now >= min(run.promotion_cutoff_at, run.ends_at):
        return []
    next_in_line = list(waiting_line(run)[: seats_left(run)])
    for enrollment in next_in_line:
        move_enrollment(enrollment, EnrollmentState.ENROLLED, actor=actor, now=now, reason=_PROMOTED)
        tell_promoted(enrollment, now)
    return next_in_line


_PROMOTED = "promoted from the waiting list"


def _check_window(run: CourseRun, now: datetime) -> None:
    if not is_published(run):
        raise RunNotPublished
    if now < run.enrollment_opens_at:
        raise EnrollmentNotOpen
    if now >= min(run.enrollment_closes_at, run.ends_at):
        raise EnrollmentClosed


def _seat(
    run: CourseRun, practitioner: Practitioner, enrollment: Enrollment | None, *, actor: User | None, now: datetime
) -> Enrollment:
    if enrollment is None:
        enrollment = open_enrollment(run, practitioner, EnrollmentState.ENROLLED, actor=actor, now=now)
    else:
        move_enrollment(enrollment, EnrollmentState.ENROLLED, actor=actor, now=now)
    tell_enrolled(enrollment, now)
    return enrollment
