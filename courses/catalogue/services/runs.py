"""Writing runs and their meetings; deciding when the public sees them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.catalogue import seats
from courses.catalogue.enums import RunState
from courses.catalogue.models import CourseRun, CourseSession, Speaker
from courses.catalogue.services.courses import refresh_search_text
from courses.catalogue.signals import run_cancelled, run_changed
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class CapacityBelowSeatsTaken(DomainError):
    message = _("More seats than that are taken already. Cancel enrollments first, or keep the number of seats.")


class RunWithoutSessions(DomainError):
    message = _("This run has no session yet. Add at least one with its time and place, then publish.")


class SessionOutsideRun(DomainError):
    message = _("A session lies outside the dates of the run. Correct the session or the run, then publish.")


class SessionRepeated(DomainError):
    message = _("The run has a session with this title at this time already. Change that one, or give another title.")


class RunCancelled(DomainError):
    message = _("This run was canceled. Make a new run instead.")


class RunIsOver(DomainError):
    message = _("This run is over; its record stands and it cannot be canceled any more.")


class RunUnderWay(DomainError):
    message = _("This run is under way. Give the reason for canceling it: everyone who has a place is told.")
    status = 400


@transaction.atomic
def save_run(*, run: CourseRun, actor: User | None, now: datetime) -> CourseRun:
    """Saves dates and seats; the line moves up where seats were added.

    Raises ``CapacityBelowSeatsTaken``.
    """
    if run.pk:
        # Whether the public sees it is decided by publish_run and cancel_run alone.
        run.state = CourseRun.objects.select_for_update().get(pk=run.pk).state
        if seats.count_taken([run.pk]).get(run.pk, 0) > run.capacity:
            raise CapacityBelowSeatsTaken
    run.save()
    run_changed.send(CourseRun, run=run, now=now, actor=actor)
    return run


@transaction.atomic
def save_session(*, session: CourseSession, speakers: Iterable[Speaker] | None = None) -> CourseSession:
    """The same session is not added twice. Raises ``SessionRepeated``."""
    # One at a time, as two clicks may come at once.
    run = CourseRun.objects.select_for_update().get(pk=session.run_id)
    if run.sessions.filter(title=session.title, starts_at=session.starts_at).exclude(pk=session.pk).exists():
        raise SessionRepeated
    session.save()
    if speakers is not None:
        session.speakers.set(speakers)
    refresh_search_text(course=session.run.course)
    return session


@transaction.atomic
def publish_run(*, run: CourseRun, actor: User | None, now: datetime) -> CourseRun:
    """Shows the run to the public; once published, publishing again changes nothing.

    Raises ``RunCancelled``, ``RunWithoutSessions``, ``SessionOutsideRun``.
    """
    run = CourseRun.objects.select_for_update().get(pk=run.pk)
    if run.state == RunState.PUBLISHED:
        return run
    if run.state == RunState.CANCELLED:
        raise RunCancelled
    sessions = list(run.sessions.order_by("starts_at"))
    if not sessions:
        raise RunWithoutSessions
    if any(session.starts_at < run.starts_at or session.ends_at > run.ends_at for session in sessions):
        raise SessionOutsideRun
    run.state = RunState.PUBLISHED
    run.save(update_fields=["state"])
    record_entry(action="catalogue.publish_run", subject=run, actor=actor, now=now)
    return run


@transaction.atomic
def cancel_run(*, run: CourseRun, reason: str, actor: User | None, now: datetime) -> CourseRun:
    """Calls the run off; everyone with a place is told and freed. Canceling again changes nothing.

    Attendance, completions and hours that a run under way has brought stand. Raises ``RunIsOver``; ``RunUnderWay`` without a reason.
    """
    run = CourseRun.objects.select_for_update().get(pk=run.pk)
    if run.state == RunState.CANCELLED:
        return run
    if run.ends_at <= now:
        raise RunIsOver
    if run.starts_at <= now and not reason.strip():
        raise RunUnderWay
    run.state = RunState.CANCELLED
    run.save(update_fields=["state"])
    record_entry(action="catalogue.cancel_run", subject=run, actor=actor, now=now, detail={"reason": reason})
    run_cancelled.send(CourseRun, run=run, now=now, actor=actor, reason=reason)
    return run
