"""What a learner sees of their own courses."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from courses.catalogue.enums import Mode, RunPhase
from courses.catalogue.models import CourseSession
from courses.catalogue.rules import phase_of
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment, EnrollmentQuerySet
from courses.enrollment.queries import place_in_line
from courses.enrollment.rules import may_cancel
from courses.learning.enums import AttendanceState
from courses.learning.models import Attendance, CourseCompletion
from courses.learning.scoring import Criterion, SessionFact, weigh_criteria
from lms.accounts.models import Practitioner


@dataclass(frozen=True)
class MyCourse:
    """A row of the list."""

    enrollment_id: int
    title: str
    domain_code: str
    starts_at: datetime
    place: str
    session_count: int
    attended_count: int
    status: str
    status_label: str


@dataclass(frozen=True)
class MyCourses:
    coming: tuple[MyCourse, ...]
    past: tuple[MyCourse, ...]


@dataclass(frozen=True)
class MySession:
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    online_url: str
    speakers: str
    status: str
    status_label: str


@dataclass(frozen=True)
class MyCourseDetail:
    enrollment_id: int
    title: str
    course_url: str
    run_code: str
    domain_code: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    status: str
    status_label: str
    sessions: tuple[MySession, ...]
    criteria: tuple[Criterion, ...]
    completed_at: datetime | None
    required_percent: int
    place_in_line: int | None
    cancel_until: datetime | None
    is_cancelled: bool
    is_waiting: bool
    has_begun: bool


def my_courses(practitioner: Practitioner, now: datetime) -> MyCourses:
    enrollments = _with_progress(Enrollment.objects.filter(practitioner=practitioner)).order_by("run__starts_at", "pk")
    rows = [(_row(enrollment, now), enrollment) for enrollment in enrollments]
    coming = [row for row, place in rows if _is_coming(place, now)]
    past = [row for row, place in reversed(rows) if not _is_coming(place, now)]
    return MyCourses(coming=tuple(coming), past=tuple(past))


def my_course(enrollment: Enrollment, now: datetime) -> MyCourseDetail:
    enrollment = _with_progress(Enrollment.objects.filter(pk=enrollment.pk)).get()
    run = enrollment.run
    sessions = _sessions(enrollment)
    attendances = {attendance.session_id: attendance for attendance in enrollment.attendances.all()}
    completion = _completion(enrollment)
    status, label = _status(enrollment, completion, now)
    cancelled = enrollment.state == EnrollmentState.CANCELLED
    waiting = enrollment.state == EnrollmentState.WAITING
    return MyCourseDetail(
        enrollment_id=enrollment.pk,
        title=run.course.title,
        course_url=run.course.get_absolute_url(),
        run_code=run.code,
        domain_code=run.course.domain_id,
        mode=str(Mode(run.mode).label),
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        status=status,
        status_label=label,
        sessions=tuple(_session(session, attendances.get(session.pk)) for session in sessions),
        criteria=weigh_criteria(
            [_fact(session, attendances.get(session.pk)) for session in sessions],
            required_percent=run.required_attendance_percent,
        ),
        completed_at=completion.completed_at if completion else None,
        required_percent=run.required_attendance_percent,
        place_in_line=place_in_line(enrollment) if waiting else None,
        cancel_until=run.starts_at if not cancelled and may_cancel(run, now, by_staff=False) else None,
        is_cancelled=cancelled,
        is_waiting=waiting,
        has_begun=run.starts_at <= now,
    )


def _with_progress(enrollments: EnrollmentQuerySet) -> EnrollmentQuerySet:
    standing = Prefetch("completions", CourseCompletion.objects.filter(revoked_at=None))
    return enrollments.select_related("run__course__domain").prefetch_related(
        "run__sessions__venue", "run__sessions__speakers", "attendances", standing
    )


def _row(enrollment: Enrollment, now: datetime) -> MyCourse:
    sessions = _sessions(enrollment)
    status, label = _status(enrollment, _completion(enrollment), now)
    present = [each for each in enrollment.attendances.all() if each.state == AttendanceState.PRESENT]
    return MyCourse(
        enrollment_id=enrollment.pk,
        title=enrollment.run.course.title,
        domain_code=enrollment.run.course.domain_id,
        starts_at=enrollment.run.starts_at,
        place=next((session.venue.name for session in sessions if session.venue), ""),
        session_count=len(sessions),
        attended_count=len(present),
        status=status,
        status_label=label,
    )


def _is_coming(enrollment: Enrollment, now: datetime) -> bool:
    return enrollment.state != EnrollmentState.CANCELLED and enrollment.run.ends_at > now


def _completion(enrollment: Enrollment) -> CourseCompletion | None:
    return next(iter(enrollment.completions.all()), None)


def _sessions(enrollment: Enrollment) -> list[CourseSession]:
    return sorted(enrollment.run.sessions.all(), key=lambda session: (session.starts_at, session.pk))


def _fact(session: CourseSession, attendance: Attendance | None) -> SessionFact:
    return SessionFact(
        minutes=session.minutes,
        is_recorded=attendance is not None,
        attended_minutes=attendance.minutes if attendance else 0,
    )


def _session(session: CourseSession, attendance: Attendance | None) -> MySession:
    return MySession(
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.venue.name if session.venue else "",
        address=session.venue.address if session.venue else "",
        online_url=session.online_url,
        speakers=_(", ").join(speaker.name for speaker in session.speakers.all()),
        status=attendance.state if attendance else "neutral",
        status_label=str(AttendanceState(attendance.state).label) if attendance else _("Not recorded yet"),
    )


def _status(enrollment: Enrollment, completion: CourseCompletion | None, now: datetime) -> tuple[str, str]:
    if completion:
        return "completed", _("Completed")
    phase = phase_of(enrollment.run, now)
    if enrollment.state != EnrollmentState.ENROLLED:
        return enrollment.state, str(EnrollmentState(enrollment.state).label)
    if phase == RunPhase.FINISHED:
        return "ended", _("Not completed")
    if enrollment.run.starts_at <= now:
        return "running", str(RunPhase.RUNNING.label)
    return "enrolled", str(EnrollmentState.ENROLLED.label)
