"""The one way an enrollment's state changes: row, event and audit entry together, under the run's lock."""

from datetime import datetime

from courses.catalogue.models import CourseRun
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment, EnrollmentEvent
from lms.accounts.models import Practitioner, User
from lms.audit.services import record_entry


def lock_run(run: CourseRun) -> CourseRun:
    """Everyone who takes or frees a seat of a run goes through its row, one after the other."""
    return CourseRun.objects.select_for_update().get(pk=run.pk)


def find_enrollment(run: CourseRun, practitioner: Practitioner) -> Enrollment | None:
    return Enrollment.objects.filter(run=run, practitioner=practitioner).first()


def open_enrollment(
    run: CourseRun, practitioner: Practitioner, state: EnrollmentState, *, actor: User | None, now: datetime
) -> Enrollment:
    enrollment = Enrollment.objects.create(
        run=run, practitioner=practitioner, state=state, created_at=now, queued_at=now
    )
    _log(enrollment, "", actor=actor, reason="", now=now)
    return enrollment


def move_enrollment(
    enrollment: Enrollment, state: EnrollmentState, *, actor: User | None, now: datetime, reason: str = ""
) -> Enrollment:
    before, enrollment.state = enrollment.state, state
    if state == EnrollmentState.WAITING:
        enrollment.queued_at = now
    enrollment.save(update_fields=["state", "queued_at"])
    _log(enrollment, before, actor=actor, reason=reason, now=now)
    return enrollment


def _log(enrollment: Enrollment, before: str, *, actor: User | None, reason: str, now: datetime) -> None:
    EnrollmentEvent.objects.create(
        enrollment=enrollment, at=now, from_state=before, to_state=enrollment.state, actor=actor, reason=reason
    )
    record_entry(
        action="enrollment.move_enrollment",
        subject=enrollment,
        actor=actor,
        now=now,
        detail={"run": enrollment.run_id, "from": before, "to": str(enrollment.state)},
    )
