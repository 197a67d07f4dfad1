"""Sessions and learners about whom nothing was recorded."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from courses.catalogue.enums import RunState
from courses.catalogue.models import CourseSession
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.learning.models import Attendance
from courses.learning.rules import ABSENT_AFTER


def unrecorded(session: CourseSession) -> QuerySet[Enrollment]:
    """Who has a seat and is neither present nor absent."""
    enrolled = Enrollment.objects.filter(run=session.run_id, state=EnrollmentState.ENROLLED)
    recorded = Attendance.objects.filter(session=session, enrollment=OuterRef("pk"))
    return enrolled.exclude(Exists(recorded)).select_related("run", "practitioner")


def sessions_to_close(now: datetime) -> QuerySet[CourseSession]:
    recorded = Attendance.objects.filter(session=OuterRef(OuterRef("pk")), enrollment=OuterRef("pk"))
    missing = Enrollment.objects.filter(run=OuterRef("run"), state=EnrollmentState.ENROLLED).exclude(Exists(recorded))
    over = CourseSession.objects.filter(run__state=RunState.PUBLISHED, ends_at__lte=now - ABSENT_AFTER)
    return over.filter(Exists(missing)).order_by("starts_at", "pk")
