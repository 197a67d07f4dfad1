"""What is written to a learner about their place."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from courses.enrollment.models import Enrollment
from lms.notifications.services import notify


def tell_enrolled(enrollment: Enrollment, now: datetime) -> None:
    _send(
        enrollment,
        "enrolled",
        now,
        subject=_("Your seat is reserved: %(course)s"),
        body=_(
            "You are enrolled in %(course)s. It begins on %(starts)s. If you cannot come, cancel in time: someone is glad of the seat."
        ),
    )


def tell_promoted(enrollment: Enrollment, now: datetime) -> None:
    _send(
        enrollment,
        "promoted",
        now,
        subject=_("A seat became free for you: %(course)s"),
        body=_(
            "You moved up from the waiting list and are now enrolled in %(course)s. It begins on %(starts)s. If you cannot come, please cancel."
        ),
    )


def tell_cancelled(enrollment: Enrollment, reason: str, now: datetime) -> None:
    """For a place that someone else gave up in the learner's name."""
    _send(
        enrollment,
        "cancelled",
        now,
        subject=_("Your enrollment was canceled: %(course)s"),
        body=_(
            "The association canceled your place in %(course)s, which began on %(starts)s. Attendance and hours that are recorded stand. Reason: %(reason)s"
        )
        if enrollment.run.starts_at <= now
        else _(
            "The association canceled your place in %(course)s, which was to begin on %(starts)s. Reason: %(reason)s"
        ),
        reason=reason or _("not given"),
    )


def _send(
    enrollment: Enrollment, kind: str, now: datetime, *, subject: Promise, body: Promise, reason: str | Promise = ""
) -> None:
    notify(
        recipient=enrollment.practitioner.user,
        # The same person may be enrolled, cancel and be enrolled again: each is a matter of its own.
        key=f"enrollment.{kind}:{enrollment.pk}:{now:%Y%m%d%H%M%S%f}",
        subject=_filled(subject, enrollment, reason),
        body=_filled(body, enrollment, reason),
        path=reverse("learning:my_course", args=[enrollment.pk]),
        now=now,
    )


def _fill(text: Promise, enrollment: Enrollment, reason: str | Promise) -> str:
    run = enrollment.run
    starts = date_format(timezone.localtime(run.starts_at), "DATETIME_FORMAT")
    return str(text) % {"course": run.course.title, "starts": starts, "reason": reason}


# Read when the language is known.
_filled = lazy(_fill, str)
