"""What the page of a course shows, with and without the editors' words."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.models import CoursePage
from courses.catalogue.enums import RunState
from courses.catalogue.models import Course, CourseRun
from courses.catalogue.queries import course_detail
from courses.enrollment.queries import runs_for_page
from lms.accounts.models import User
from lms.accounts.queries import practitioner_of


def live_course_page(code: str) -> CoursePage | None:
    page: CoursePage | None = CoursePage.objects.live().filter(course__code=code).first()
    return page


def courses_visible_to(user: User | AnonymousUser) -> QuerySet[Course]:
    """A course without a page is announced by its first run; before that it is the association's own."""
    if user.has_perm("catalogue.view_course"):
        return Course.objects.select_related("domain")
    announced = CourseRun.objects.filter(course=OuterRef("pk")).exclude(state=RunState.DRAFT)
    return Course.objects.select_related("domain").filter(
        Q(Exists(announced)) | Q(Exists(CoursePage.objects.live().filter(course=OuterRef("pk"))))
    )


def course_content(*, course: Course, user: User | AnonymousUser, now: datetime) -> dict[str, object]:
    return {
        "course": course,
        "detail": course_detail(course, now),
        "runs": runs_for_page(course, practitioner_of(user), now),
    }
