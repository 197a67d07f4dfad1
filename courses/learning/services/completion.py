"""Whether a learner has completed a run, decided in the transaction that records the last fact."""

from datetime import datetime

from courses.catalogue.models import CourseRun
from courses.enrollment.models import Enrollment
from courses.learning.models import CourseCompletion
from courses.learning.queries.progress import session_facts, standing_completion
from courses.learning.scoring import is_complete, weigh_criteria
from courses.learning.signals import completion_revoked, course_completed
from lms.accounts.models import User
from lms.audit.services import record_entry


def evaluate_completion(*, enrollment: Enrollment, now: datetime, actor: User | None) -> CourseCompletion | None:
    """Makes the completion agree with what is recorded; the caller holds the enrollment's lock.

    A completion that no longer holds, or holds for other minutes, is revoked, and its hours with it.
    """
    facts = session_facts(enrollment)
    criteria = weigh_criteria(facts, required_percent=enrollment.run.required_attendance_percent)
    minutes = sum(fact.attended_minutes for fact in facts)
    standing = standing_completion(enrollment)
    if standing and is_complete(criteria) and standing.minutes == minutes:
        return standing
    if standing:
        _revoke(standing, actor=actor, now=now)
    if not is_complete(criteria):
        return None
    completion = CourseCompletion.objects.create(
        enrollment=enrollment,
        completed_at=now,
        minutes=minutes,
        criteria=[criterion.as_json() for criterion in criteria],
    )
    _record("learning.complete_course", completion, actor=actor, now=now)
    course_completed.send(CourseCompletion, completion=completion, now=now)
    return completion


def _revoke(completion: CourseCompletion, *, actor: User | None, now: datetime) -> None:
    completion.revoked_at = now
    completion.revoked_by = actor
    completion.save(update_fields=["revoked_at", "revoked_by"])
    _record("learning.revoke_completion", completion, actor=actor, now=now)
    completion_revoked.send(CourseCompletion, completion=completion, now=now, actor=actor)


def _record(action: str, completion: CourseCompletion, *, actor: User | None, now: datetime) -> None:
    run: CourseRun = completion.enrollment.run
    detail: dict[str, object] = {"run": run.code, "minutes": completion.minutes}
    record_entry(action=action, subject=completion, actor=actor, now=now, detail=detail)
