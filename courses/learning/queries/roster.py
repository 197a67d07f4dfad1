"""What the association sees at the door: runs, and who is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, When

from courses.catalogue.enums import RunPhase, RunState
from courses.catalogue.models import CourseRun, CourseSession, in_phase
from courses.catalogue.rules import phase_of
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment, EnrollmentQuerySet
from courses.enrollment.queries import Seats, with_seats
from courses.learning.enums import AttendanceState
from courses.learning.models import Attendance, CourseCompletion
from courses.learning.rules import check_in_closes_at, check_in_opens_at, may_close

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class RosterRow:
    """One learner at the session that is shown."""

    enrollment_id: int
    name: str
    employer: str
    id_last4: str
    state: str
    checked_at: datetime | None
    attended_count: int
    is_completed: bool

    @property
    def is_present(self) -> bool:
        return self.state == AttendanceState.PRESENT

    @property
    def is_absent(self) -> bool:
        return self.state == AttendanceState.ABSENT


@dataclass(frozen=True)
class Roster:
    rows: tuple[RosterRow, ...]
    present_count: int
    session_count: int
    is_open: bool
    is_early: bool
    opens_at: datetime
    may_close: bool

    @property
    def unrecorded_count(self) -> int:
        return sum(not row.state for row in self.rows)


def desk_runs(
    *, text: str = "", phase: str = "", state: str = "", now: datetime
) -> "QuerySet[WithAnnotations[CourseRun, Seats]]":
    """What goes on or comes next first, then what is over, the latest first; annotated with its seats."""
    runs = with_seats(CourseRun.objects.select_related("course__domain"))
    if text:
        runs = runs.filter(
            Q(course__title_zh__icontains=text) | Q(course__title_en__icontains=text) | Q(code__icontains=text)
        )
    if state:
        runs = runs.filter(state=state)
    if phase:
        runs = runs.filter(in_phase(RunPhase(phase), now), state=RunState.PUBLISHED)
    is_over = Case(When(ends_at__gt=now, then=0), default=1, output_field=IntegerField())
    coming = Case(When(ends_at__gt=now, then="starts_at"), default=None)
    return runs.order_by(is_over, coming, "-starts_at", "pk")


def session_to_show(sessions: list[CourseSession], now: datetime) -> CourseSession | None:
    """Today's, else the next one, else the last one."""
    coming = [session for session in sessions if session.ends_at > now - timedelta(hours=2)]
    return coming[0] if coming else sessions[-1] if sessions else None


def roster(run: CourseRun, session: CourseSession, now: datetime) -> Roster:
    return Roster(
        rows=rows(run, session),
        present_count=Attendance.objects.filter(
            session=session, state=AttendanceState.PRESENT, enrollment__in=_listed(run)
        ).count(),
        session_count=CourseSession.objects.filter(run=run).count(),
        is_open=run.state == RunState.PUBLISHED and check_in_opens_at(session) <= now < check_in_closes_at(run),
        is_early=now < check_in_opens_at(session),
        opens_at=check_in_opens_at(session),
        may_close=run.state == RunState.PUBLISHED and may_close(session, now),
    )


def rows(run: CourseRun, session: CourseSession, *, only: int | None = None) -> tuple[RosterRow, ...]:
    """Everyone on the roster, by name; ``only`` narrows it to one enrollment."""
    enrolled = _listed(run)
    if only is not None:
        enrolled = enrolled.filter(pk=only)
    standing = Prefetch("completions", CourseCompletion.objects.filter(revoked_at=None))
    people = enrolled.select_related("practitioner__employer").prefetch_related("attendances", standing)
    return tuple(_row(enrollment, session) for enrollment in people.order_by("practitioner__name", "pk"))


def _listed(run: CourseRun) -> EnrollmentQuerySet:
    """Who has a seat; where a run under way was called off, nobody has, and its record is of those about whom something is recorded."""
    if run.state == RunState.CANCELLED:
        recorded = Attendance.objects.filter(enrollment=OuterRef("pk"))
        return Enrollment.objects.filter(Exists(recorded), run=run)
    return Enrollment.objects.filter(run=run, state=EnrollmentState.ENROLLED)


def _row(enrollment: Enrollment, session: CourseSession) -> RosterRow:
    practitioner = enrollment.practitioner
    attendances = list(enrollment.attendances.all())
    here = next((each for each in attendances if each.session_id == session.pk), None)
    return RosterRow(
        enrollment_id=enrollment.pk,
        name=practitioner.name,
        employer=practitioner.employer.name if practitioner.employer else "",
        id_last4=practitioner.id_number_last4,
        state=here.state if here else "",
        checked_at=here.updated_at if here else None,
        attended_count=sum(each.state == AttendanceState.PRESENT for each in attendances),
        is_completed=bool(enrollment.completions.all()),
    )


@dataclass(frozen=True)
class RunStanding:
    """Where a run stands, for a badge."""

    status: str
    label: str


def standing_of(run: CourseRun, now: datetime) -> RunStanding:
    if run.state != RunState.PUBLISHED:
        return RunStanding(run.state, str(RunState(run.state).label))
    phase = phase_of(run, now)
    return RunStanding(str(phase), str(phase.label))
