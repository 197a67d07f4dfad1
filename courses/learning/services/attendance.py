"""Recording who was there. Check-ins are only ever added; attendance is what they add up to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseSession
from courses.catalogue.rules import is_published
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.learning.enums import AttendanceState, CheckInMethod
from courses.learning.models import Attendance, CheckIn
from courses.learning.queries.progress import standing_check_in
from courses.learning.queries.sweep import sessions_to_close, unrecorded
from courses.learning.rules import check_in_closes_at, check_in_opens_at, may_close
from courses.learning.services.completion import evaluate_completion
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.sweeps import each_by_itself


class NotInThisRun(DomainError):
    message = _("This learner belongs to another run. Open that run's roster.")


class NotEnrolled(DomainError):
    message = _("This learner has no seat in the run: canceled, or still on the waiting list. Give a seat first.")


class RunNotHeld(DomainError):
    message = _("This run was canceled or is not announced, so nobody can be checked in.")


class CheckInNotOpen(DomainError):
    message = _("Check-in opens on the day of the session. Come back then.")


class CheckInClosed(DomainError):
    message = _("Attendance of this run is closed: two weeks after its end nothing is recorded or undone any more.")


class SessionNotBegun(DomainError):
    message = _("The session has not begun, so nobody can be marked absent yet.")


@transaction.atomic
def check_in(*, session: CourseSession, enrollment: Enrollment, recorded_by: User, now: datetime) -> CheckIn:
    """Records that the learner is there. Checking in again gives the same check-in.

    Raises ``NotInThisRun``, ``NotEnrolled``, ``RunNotHeld``, ``CheckInNotOpen``, ``CheckInClosed``.
    """
    enrollment = _lock(enrollment)
    if standing := standing_check_in(session, enrollment):
        return standing
    _check_allowed(session, enrollment, now)
    made = CheckIn.objects.create(
        session=session, enrollment=enrollment, method=CheckInMethod.ROSTER, recorded_by=recorded_by, recorded_at=now
    )
    _set_attendance(session, enrollment, AttendanceState.PRESENT, now)
    _record("learning.check_in", made, now)
    evaluate_completion(enrollment=enrollment, now=now, actor=recorded_by)
    return made


@transaction.atomic
def undo_check_in(
    *, session: CourseSession, enrollment: Enrollment, recorded_by: User, now: datetime
) -> CheckIn | None:
    """Voids a wrong check-in with a further row; ``None`` where there is none to void.

    Raises ``NotInThisRun``, ``NotEnrolled``, ``RunNotHeld``, ``CheckInNotOpen``, ``CheckInClosed``.
    """
    enrollment = _lock(enrollment)
    standing = standing_check_in(session, enrollment)
    if standing is None:
        return None
    _check_allowed(session, enrollment, now)
    undone = CheckIn.objects.create(
        session=session,
        enrollment=enrollment,
        method=CheckInMethod.ROSTER,
        voids=standing,
        recorded_by=recorded_by,
        recorded_at=now,
    )
    if now >= session.ends_at:
        _set_attendance(session, enrollment, AttendanceState.ABSENT, now)
    else:
        # The session goes on: neither present nor absent yet.
        Attendance.objects.filter(session=session, enrollment=enrollment).delete()
    _record("learning.undo_check_in", undone, now)
    evaluate_completion(enrollment=enrollment, now=now, actor=recorded_by)
    return undone


@transaction.atomic
def close_session(*, session: CourseSession, recorded_by: User | None, now: datetime) -> int:
    """Marks everyone with a seat who was not checked in as absent; returns how many. A later check-in corrects it.

    Raises ``SessionNotBegun``.
    """
    if not may_close(session, now):
        raise SessionNotBegun
    absent = list(unrecorded(session).select_for_update(of=("self",)).order_by("pk"))
    for enrollment in absent:
        _set_attendance(session, enrollment, AttendanceState.ABSENT, now)
        evaluate_completion(enrollment=enrollment, now=now, actor=recorded_by)
    if absent:
        detail: dict[str, object] = {"absent": len(absent)}
        record_entry(action="learning.close_session", subject=session, actor=recorded_by, now=now, detail=detail)
    return len(absent)


def close_ended_sessions(*, now: datetime) -> int:
    """What nobody closed by hand; returns how many absences that were."""
    return sum(
        each_by_itself(
            sessions_to_close(now),
            lambda session: close_session(session=session, recorded_by=None, now=now),
            failure="Session %s could not be closed.",
        )
    )


def _lock(enrollment: Enrollment) -> Enrollment:
    locked = Enrollment.objects.select_for_update(of=("self",)).select_related("run__course", "practitioner")
    return locked.get(pk=enrollment.pk)


def _check_allowed(session: CourseSession, enrollment: Enrollment, now: datetime) -> None:
    if session.run_id != enrollment.run_id:
        raise NotInThisRun
    if not is_published(enrollment.run):
        raise RunNotHeld
    if enrollment.state != EnrollmentState.ENROLLED:
        raise NotEnrolled
    if now < check_in_opens_at(session):
        raise CheckInNotOpen
    if now >= check_in_closes_at(enrollment.run):
        raise CheckInClosed


def _set_attendance(session: CourseSession, enrollment: Enrollment, state: AttendanceState, now: datetime) -> None:
    minutes = session.minutes if state == AttendanceState.PRESENT else 0
    Attendance.objects.update_or_create(
        session=session, enrollment=enrollment, defaults={"state": state, "minutes": minutes, "updated_at": now}
    )


def _record(action: str, made: CheckIn, now: datetime) -> None:
    detail: dict[str, object] = {"session": made.session_id, "enrollment": made.enrollment_id}
    record_entry(action=action, subject=made, actor=made.recorded_by, now=now, detail=detail)
