from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Certificate
from certification.credit.enums import RecordState, Severity, StepRole
from certification.credit.models.profile import CreditProfile, CreditRuleSet
from lms.accounts.models import User


class CreditRecordQuerySet(models.QuerySet["CreditRecord"]):
    def visible_to(self, user: User) -> "CreditRecordQuerySet":
        if user.has_perm("credit.view_creditrecord"):
            return self
        return self.filter(profile__practitioner__user=user)


class CreditRecord(models.Model):
    """One fact with its evidence. Points and severity are the rule set's for ``code`` and ``variant``, kept as decided.

    Personal data: conduct at work, private but for ordinary and severe records in their publication window; archived after it lapses.
    """

    profile = models.ForeignKey(CreditProfile, models.PROTECT, related_name="records", verbose_name=_("profile"))
    rule_set = models.ForeignKey(CreditRuleSet, models.PROTECT, related_name="+", verbose_name=_("rule set"))
    code = models.CharField(_("credit item"), max_length=3)
    variant = models.CharField(_("variant"), max_length=20, blank=True)
    points = models.SmallIntegerField(_("points"))
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, blank=True)
    fact_key = models.CharField(
        _("fact"), max_length=80, help_text=_("The same fact scores once, under the item with the most points.")
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="credit_records", verbose_name=_("certificate")
    )
    evidence = models.TextField(_("evidence"))
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RecordState.choices)
    occurred_on = models.DateField(_("happened"))
    effective_on = models.DateField(_("in effect from"), null=True, blank=True)
    ends_on = models.DateField(_("no longer counts from"), null=True, blank=True)
    publication_months = models.PositiveSmallIntegerField(_("public for, months"), null=True, blank=True)
    source_public_until = models.DateField(
        _("source public until"),
        null=True,
        blank=True,
        help_text=_("A record is never public for longer than its source."),
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by"))
    created_at = models.DateTimeField(_("created"))

    objects = CreditRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit record")
        verbose_name_plural = _("credit records")
        constraints = [
            models.UniqueConstraint(
                name="credit_record_once_per_fact",
                fields=["profile", "code", "fact_key"],
                violation_error_message=_("This fact is recorded under this item already."),
            ),
            models.CheckConstraint(
                name="credit_deduction_has_severity",
                condition=models.Q(points__gt=0, severity="") | models.Q(points__lt=0) & ~models.Q(severity=""),
                violation_error_message=_("A deduction has a severity, a bonus has none."),
            ),
            models.CheckConstraint(
                name="credit_effect_dated",
                condition=~models.Q(state=RecordState.EFFECTIVE) | models.Q(effective_on__isnull=False),
                violation_error_message=_("A record in effect says from when."),
            ),
            models.CheckConstraint(
                name="credit_record_ends_after_effect",
                condition=models.Q(effective_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("effective_on")),
                violation_error_message=_("A record cannot stop counting before it takes effect."),
            ),
            models.CheckConstraint(name="credit_record_state_known", condition=models.Q(state__in=RecordState.values)),
            models.CheckConstraint(
                name="credit_record_severity_known", condition=models.Q(severity__in=["", *Severity.values])
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_on"], name="credit_record_lapse")]
        permissions = [("decide_creditrecord", "Can decide credit records")]

    def __str__(self) -> str:
        return f"{self.code} {self.points:+d}"


class CreditStep(models.Model):
    """One move of a record's state; only ever added."""

    record = models.ForeignKey(CreditRecord, models.PROTECT, related_name="steps", verbose_name=_("record"))
    from_state = models.CharField(_("from"), max_length=10, choices=RecordState.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=10, choices=RecordState.choices)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("actor"))
    role = models.CharField(_("role"), max_length=40, choices=StepRole.choices)
    reason = models.TextField(_("reason"))
    evidence_hash = models.CharField(_("SHA-256 of the evidence"), max_length=64, blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("credit step")
        verbose_name_plural = _("credit steps")
        constraints = [
            models.UniqueConstraint(
                name="credit_decider_once",
                fields=["record", "actor"],
                condition=models.Q(role=StepRole.DECIDER),
                violation_error_message=_("This person has had a say in the decision already."),
            ),
            models.CheckConstraint(name="credit_step_role_known", condition=models.Q(role__in=StepRole.values)),
            models.CheckConstraint(
                name="credit_decider_named",
                condition=~models.Q(role=StepRole.DECIDER) | models.Q(actor__isnull=False),
                violation_error_message=_("A decision names the person who made it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.from_state} → {self.to_state}"
