"""What is written to a learner about their place."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from courses.enrollment.models import Enrollment
from lms.languages import pick_language_lazy
from lms.notifications.services import notify

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def tell_enrolled(enrollment: Enrollment, now: datetime) -> None:
    _send(
        enrollment,
        "enrolled",
        now,
        subject=_("Your seat is reserved: {course}"),
        body=_(
            "You are enrolled in {course}. It begins on {starts}. If you cannot come, cancel in time: someone is glad of the seat."
        ),
    )


def tell_promoted(enrollment: Enrollment, now: datetime) -> None:
    _send(
        enrollment,
        "promoted",
        now,
        subject=_("A seat became free for you: {course}"),
        body=_(
            "You moved up from the waiting list and are now enrolled in {course}. It begins on {starts}. If you cannot come, please cancel."
        ),
    )


def tell_cancelled(enrollment: Enrollment, reason: str, now: datetime) -> None:
    """For a place that someone else gave up in the learner's name."""
    _send(
        enrollment,
        "cancelled",
        now,
        subject=_("Your enrollment was canceled: {course}"),
        body=_(
            "The association canceled your place in {course}, which began on {starts}. Attendance and hours that are recorded stand. Reason: {reason}"
        )
        if enrollment.run.starts_at <= now
        else _("The association canceled your place in {course}, which was to begin on {starts}. Reason: {reason}"),
        reason=reason or _("not given"),
    )


def _send(
    enrollment: Enrollment,
    kind: str,
    now: datetime,
    *,
    subject: "_StrPromise",
    body: "_StrPromise",
    reason: str | Promise = "",
) -> None:
    run = enrollment.run
    course = pick_language_lazy(run.course.title_zh, run.course.title_en)
    starts = _date(timezone.localtime(run.starts_at), "DATETIME_FORMAT")
    notify(
        recipient=enrollment.practitioner.user,
        # The same person may be enrolled, cancel and be enrolled again: each is a matter of its own.
        key=f"enrollment.{kind}:{enrollment.pk}:{now:%Y%m%d%H%M%S%f}",
        subject=format_lazy(subject, course=course),
        body=format_lazy(body, course=course, starts=starts, reason=reason),
        path=reverse("learning:my_course", args=[enrollment.pk]),
        now=now,
    )


_date = lazy(date_format, str)
