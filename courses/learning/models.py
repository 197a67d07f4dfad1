"""What a learner did. Personal data: presence at meetings; kept as evidence of hours."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CourseSession
from courses.enrollment.models import Enrollment
from courses.learning.enums import AttendanceState, CheckInMethod
from lms.accounts.models import User


class CheckIn(models.Model):
    """A scan or a tick; only ever added. A wrong one is voided by a further row, never deleted."""

    session = models.ForeignKey(CourseSession, models.PROTECT, related_name="check_ins", verbose_name=_("session"))
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="check_ins", verbose_name=_("enrollment"))
    method = models.CharField(_("method"), max_length=10, choices=CheckInMethod.choices)
    voids = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="voided_by", verbose_name=_("voids")
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")

    def __str__(self) -> str:
        return f"{self.session_id}/{self.enrollment_id}"


class Attendance(models.Model):
    """What the check-ins of one enrollment at one session add up to."""

    session = models.ForeignKey(CourseSession, models.PROTECT, related_name="attendances", verbose_name=_("session"))
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="attendances", verbose_name=_("enrollment"))
    state = models.CharField(_("state"), max_length=10, choices=AttendanceState.choices)
    minutes = models.PositiveIntegerField(_("minutes"))
    updated_at = models.DateTimeField(_("updated"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=["session", "enrollment"],
                violation_error_message=_("This attendance is recorded already."),
            ),
            models.CheckConstraint(
                name="attendance_absent_no_minutes",
                condition=~models.Q(state=AttendanceState.ABSENT) | models.Q(minutes=0),
                violation_error_message=_("Who was absent has no minutes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.enrollment_id} {self.state}"


class CourseCompletion(models.Model):
    """The fact that a run is done, with the criteria as they stood. A corrected attendance revokes it; what then holds is a further row."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="completions", verbose_name=_("enrollment"))
    completed_at = models.DateTimeField(_("completed"))
    minutes = models.PositiveIntegerField(_("minutes attended"))
    criteria = models.JSONField(_("criteria"), help_text=_("Each criterion with what was needed and what was reached."))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )

    class Meta:
        verbose_name = _("course completion")
        verbose_name_plural = _("course completions")
        constraints = [
            models.UniqueConstraint(
                name="completion_one_standing",
                fields=["enrollment"],
                condition=models.Q(revoked_at=None),
                violation_error_message=_("This run is completed already."),
            ),
            models.CheckConstraint(
                name="completion_revoked_after_completed",
                condition=models.Q(revoked_at=None) | models.Q(revoked_at__gte=models.F("completed_at")),
                violation_error_message=_("A completion cannot be revoked before it happened."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.completed_at:%Y-%m-%d}"
