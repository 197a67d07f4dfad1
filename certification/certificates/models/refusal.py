from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.marking.models import Result


class IssueRefusal(models.Model):
    """Why a released pass has no certificate yet; gone once it has. No personal data beyond the result it stands at."""

    result = models.OneToOneField(Result, models.PROTECT, related_name="issue_refusal", verbose_name=_("result"))
    reason = models.TextField(_("reason"))
    refused_at = models.DateTimeField(_("refused"))

    class Meta:
        verbose_name = _("refused issue")
        verbose_name_plural = _("refused issues")
        constraints = [models.CheckConstraint(name="issue_refusal_says_why", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.result_id}: {self.reason}"
