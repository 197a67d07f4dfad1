"""What is written to a learner about their place, in the site's language."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.enrollment.models import Enrollment
from lms.notifications.services import notify


def tell_enrolled(enrollment: Enrollment, now: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
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
    with translation.override(settings.LANGUAGE_CODE):
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
    with translation.override(settings.LANGUAGE_CODE):
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


def _send(enrollment: Enrollment, kind: str, now: datetime, *, subject: str, body: str, reason: str = "") -> None:
    run = enrollment.run
    starts = date_format(timezone.localtime(run.starts_at), "DATETIME_FORMAT")
    words = {"course": run.course.title, "starts": starts, "reason": reason}
    notify(
        recipient=enrollment.practitioner.user,
        # The same person may be enrolled, cancel and be enrolled again: each is a matter of its own.
        key=f"enrollment.{kind}:{enrollment.pk}:{now:%Y%m%d%H%M%S%f}",
        subject=subject % words,
        body=body % words,
        path=reverse("learning:my_course", args=[enrollment.pk]),
        now=now,
    )
