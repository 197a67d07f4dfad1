"""A practitioner's place in a run. Personal data: who takes which course; kept as evidence of hours."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseRun
from courses.enrollment.enums import EnrollmentState
from lms.accounts.models import Practitioner, User


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def visible_to(self, user: User) -> "EnrollmentQuerySet":
        if user.has_perm("enrollment.view_enrollment"):
            return self
        return self.filter(practitioner__user=user)


class Enrollment(models.Model):
    run = models.ForeignKey(CourseRun, models.PROTECT, related_name="enrollments", verbose_name=_("course run"))
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="enrollments", verbose_name=_("practitioner")
    )
    state = models.CharField(_("state"), max_length=10, choices=EnrollmentState.choices)
    created_at = models.DateTimeField(_("asked for"))
    queued_at = models.DateTimeField(_("in line since"), help_text=_("Orders the waiting list."))

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            models.UniqueConstraint(
                name="enrollment_once",
                fields=["run", "practitioner"],
                violation_error_message=_("This practitioner has a place in this run already."),
            ),
            models.CheckConstraint(name="enrollment_state_known", condition=models.Q(state__in=EnrollmentState.values)),
        ]
        indexes = [models.Index(fields=["run", "state", "queued_at"], name="enrollment_line")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.practitioner_id} {self.state}"


class EnrollmentEvent(models.Model):
    """One move of an enrollment's state; only ever added."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="events", verbose_name=_("enrollment"))
    at = models.DateTimeField(_("time"))
    from_state = models.CharField(_("from"), max_length=10, choices=EnrollmentState.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=10, choices=EnrollmentState.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("enrollment event")
        verbose_name_plural = _("enrollment events")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
