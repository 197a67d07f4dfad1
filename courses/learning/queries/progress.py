"""What is recorded about one enrollment."""

from courses.catalogue.models import CourseSession
from courses.enrollment.models import Enrollment
from courses.learning.models import CheckIn, CourseCompletion
from courses.learning.scoring import SessionFact


def standing_check_in(session: CourseSession, enrollment: Enrollment) -> CheckIn | None:
    """The one that no later row voids."""
    rows = CheckIn.objects.filter(session=session, enrollment=enrollment, voids=None, voided_by=None)
    return rows.order_by("-pk").first()


def standing_completion(enrollment: Enrollment) -> CourseCompletion | None:
    return CourseCompletion.objects.filter(enrollment=enrollment, revoked_at=None).first()


def session_facts(enrollment: Enrollment) -> list[SessionFact]:
    attended = dict(enrollment.attendances.values_list("session", "minutes"))
    sessions = CourseSession.objects.filter(run=enrollment.run_id).order_by("starts_at", "pk")
    return [
        SessionFact(minutes=each.minutes, is_recorded=each.pk in attended, attended_minutes=attended.get(each.pk, 0))
        for each in sessions
    ]
