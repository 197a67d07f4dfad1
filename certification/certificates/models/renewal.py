"""A competency certificate goes on for another term: by what rules, who asked, who decided, and who was reminded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import RenewalDecision
from certification.certificates.models.certificate import Certificate
from lms.accounts.models import User


class RenewalRuleSet(models.Model):
    """A version of the rules; ``parameters`` is what ``renewal.rules.RenewalRules`` reads."""

    code = models.SlugField(_("code"), unique=True)
    effective_on = models.DateField(_("in force from"), unique=True)
    basis = models.CharField(_("basis"), max_length=200)
    parameters = models.JSONField(_("parameters"))

    class Meta:
        verbose_name = _("renewal rule set")
        verbose_name_plural = _("renewal rule sets")

    def __str__(self) -> str:
        return self.code


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def visible_to(self, user: User) -> "RenewalQuerySet":
        if user.has_perm("certificates.view_renewal"):
            return self
        return self.filter(certificate__practitioner__user=user)


class Renewal(models.Model):
    """A holder's application for a further term, and what a registrar decided.

    Personal data: whether the hours of the years were met and whether a severe credit record was in effect, as it stood at the
    application and at the decision; kept as long as the register, because the new certificate rests on it.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="renewals", verbose_name=_("certificate"))
    rule_set = models.ForeignKey(RenewalRuleSet, models.PROTECT, related_name="+", verbose_name=_("rule set"))
    applied_at = models.DateTimeField(_("applied"))
    conditions = models.JSONField(_("conditions"), help_text=_("As they stood when it was last checked."))
    decision = models.CharField(_("decision"), max_length=8, choices=RenewalDecision.choices, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason for the decision"), blank=True)
    renewed = models.OneToOneField(
        Certificate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name=_("new certificate"),
    )

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        constraints = [
            models.UniqueConstraint(
                name="renewal_one_open_per_certificate",
                fields=["certificate"],
                condition=models.Q(decision=""),
                violation_error_message=_("A renewal of this certificate waits for its decision already."),
            ),
            models.UniqueConstraint(
                name="renewal_granted_once",
                fields=["certificate"],
                condition=models.Q(decision=RenewalDecision.GRANTED),
                violation_error_message=_("This certificate has been renewed already."),
            ),
            models.CheckConstraint(
                name="renewal_decided_whole",
                condition=models.Q(decision="", decided_by=None, decided_at=None, renewed=None, reason="")
                | models.Q(
                    decision=RenewalDecision.GRANTED,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    renewed__isnull=False,
                )
                | models.Q(
                    decision=RenewalDecision.DECLINED,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    renewed=None,
                )
                & ~models.Q(reason=""),
                violation_error_message=_("A granted renewal names its certificate, a declined one its reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.decision or '…'}"


class RenewalReminder(models.Model):
    """That a holder was reminded so many days before the last day; one row, one letter. No personal data beyond the certificate."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="renewal_reminders", verbose_name=_("certificate")
    )
    days_before = models.PositiveSmallIntegerField(_("days before the last day"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("renewal reminder")
        verbose_name_plural = _("renewal reminders")
        constraints = [
            models.UniqueConstraint(
                name="renewal_reminder_once",
                fields=["certificate", "days_before"],
                violation_error_message=_("This reminder has been sent already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} −{self.days_before}"
