"""The runs of a course as its page lists them, each with what this visitor can do about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from courses.catalogue.enums import Mode, RunPhase, RunState
from courses.catalogue.models import Course, CourseRun, CourseSession, Speaker
from courses.catalogue.rules import phase_of
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.enrollment.queries.seats import count_taken
from lms.accounts.models import Practitioner


class Action(StrEnum):
    ENROLL = "enroll"
    WAIT = "wait"
    NONE = "none"


@dataclass(frozen=True)
class SessionForPage:
    title: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    address: str
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True)
class RunForPage:
    code: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    sessions: tuple[SessionForPage, ...]
    capacity: int
    seats_left: int
    status: str
    status_label: str
    is_over: bool
    # The visitor's own place, if any that stands.
    enrollment_id: int | None
    is_enrolled: bool
    is_waiting: bool
    action: Action
    # Why there is nothing to do, where there is not.
    note: str


def runs_for_page(course: Course, practitioner: Practitioner | None, now: datetime) -> list[RunForPage]:
    """What can be enrolled in first, past runs last; canceled runs until their dates are past."""
    runs = list(
        CourseRun.objects.filter(course=course)
        .exclude(state=RunState.DRAFT)
        .exclude(state=RunState.CANCELLED, ends_at__lte=now)
        .prefetch_related("sessions__venue", "sessions__speakers")
    )
    taken = count_taken([run.pk for run in runs])
    own = _own_places(course, practitioner)
    return [_for_page(run, taken.get(run.pk, 0), own.get(run.pk), now) for run in _in_order(runs, now)]


def _in_order(runs: list[CourseRun], now: datetime) -> list[CourseRun]:
    by_date = sorted(runs, key=lambda run: (run.starts_at, run.pk))
    return [run for run in by_date if run.ends_at > now] + [run for run in reversed(by_date) if run.ends_at <= now]


def _own_places(course: Course, practitioner: Practitioner | None) -> dict[int, Enrollment]:
    if practitioner is None:
        return {}
    places = Enrollment.objects.filter(run__course=course, practitioner=practitioner)
    return {place.run_id: place for place in places.exclude(state=EnrollmentState.CANCELLED)}


def _for_page(run: CourseRun, taken: int, own: Enrollment | None, now: datetime) -> RunForPage:
    phase = phase_of(run, now)
    left = max(0, run.capacity - taken)
    cancelled = run.state == RunState.CANCELLED
    action, note = _action(run, phase, left, now) if own is None and not cancelled else (Action.NONE, "")
    status, label = _status(phase, left, cancelled=cancelled)
    return RunForPage(
        code=run.code,
        mode=str(Mode(run.mode).label),
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        opens_at=run.enrollment_opens_at,
        closes_at=run.enrollment_closes_at,
        sessions=tuple(_session(session) for session in sorted(run.sessions.all(), key=lambda each: each.starts_at)),
        capacity=run.capacity,
        seats_left=left,
        status=status,
        status_label=label,
        is_over=phase == RunPhase.FINISHED or cancelled,
        enrollment_id=own.pk if own else None,
        is_enrolled=own is not None and own.state != EnrollmentState.WAITING,
        is_waiting=own is not None and own.state == EnrollmentState.WAITING,
        action=action,
        note=_("This run was canceled. Choose another date.") if cancelled else note,
    )


def _session(session: CourseSession) -> SessionForPage:
    return SessionForPage(
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        venue=session.venue.name if session.venue else "",
        address=session.venue.address if session.venue else "",
        speakers=tuple(session.speakers.all()),
    )


def _status(phase: RunPhase, left: int, *, cancelled: bool) -> tuple[str, str]:
    if cancelled:
        return "cancelled", str(RunState.CANCELLED.label)
    if phase == RunPhase.OPEN and left == 0:
        return "full", _("Full")
    return str(phase), str(phase.label)


def _action(run: CourseRun, phase: RunPhase, left: int, now: datetime) -> tuple[Action, str]:
    if phase == RunPhase.OPEN and left:
        return Action.ENROLL, ""
    if phase == RunPhase.OPEN and now < run.promotion_cutoff_at:
        return Action.WAIT, _(
            "All seats are taken. Whoever is on the waiting list gets a seat as soon as one becomes free."
        )
    notes = {
        RunPhase.OPEN: _("All seats are taken and the waiting list no longer moves up. Choose another date."),
        RunPhase.UPCOMING: _("Enrollment has not opened yet."),
        RunPhase.CLOSED: _("Enrollment has closed."),
        RunPhase.RUNNING: _("This run is under way; enrollment has closed."),
    }
    return Action.NONE, notes.get(phase, "")
