from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.marking.models import Result
from courses.learning.models import CourseCompletion


class IssueRefusal(models.Model):
    """Why a released pass or a completed run has no certificate yet; gone once it has. No personal data beyond what it stands at."""

    result = models.OneToOneField(
        Result, models.PROTECT, null=True, related_name="issue_refusal", verbose_name=_("result")
    )
    completion = models.OneToOneField(
        CourseCompletion, models.PROTECT, null=True, related_name="issue_refusal", verbose_name=_("course completion")
    )
    reason = models.TextField(_("reason"))
    refused_at = models.DateTimeField(_("refused"))

    class Meta:
        verbose_name = _("refused issue")
        verbose_name_plural = _("refused issues")
        constraints = [
            models.CheckConstraint(name="issue_refusal_says_why", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="issue_refusal_of_one_thing",
                condition=models.Q(result__isnull=False, completion=None)
                | models.Q(result=None, completion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id or self.completion_id}: {self.reason}"
