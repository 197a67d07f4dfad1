from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.enums import RevocationCategory, RevocationDecision
from certification.certificates.models.certificate import Certificate, CertificateEvent
from lms.accounts.models import User


class Revocation(models.Model):
    """One person's proposal to revoke a certificate, and what another decided about it. Until then nothing changes.

    Personal data: the note and the evidence's name may tell of the holder and of others. For registrars and auditors only, never
    in a letter or on a public page; kept as long as the register, for it is what a complaint against the decision asks for.
    """

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="revocations", verbose_name=_("certificate")
    )
    category = models.CharField(_("reason"), max_length=12, choices=RevocationCategory.choices)
    note = models.TextField(_("private note"))
    evidence = models.CharField(_("evidence"), max_length=160)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(pgettext_lazy("revocation", "proposed"))
    decision = models.CharField(_("decision"), max_length=10, choices=RevocationDecision.choices, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason for the decision"), blank=True)
    event = models.OneToOneField(
        CertificateEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revocation",
        verbose_name=_("certificate event"),
    )

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [
            models.CheckConstraint(
                name="revocation_decided_by_another",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                violation_error_message=_("Who proposed a revocation does not decide it."),
            ),
            models.CheckConstraint(
                name="revocation_decided_whole",
                condition=models.Q(decision="", decided_by=None, decided_at=None, event=None)
                | models.Q(
                    decision=RevocationDecision.CONFIRMED,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    decided_at__gte=models.F("proposed_at"),
                    event__isnull=False,
                )
                | models.Q(
                    decision=RevocationDecision.DECLINED,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    decided_at__gte=models.F("proposed_at"),
                    event=None,
                ),
                violation_error_message=_("A decision names who made it and when; a confirmed one names its event."),
            ),
            models.CheckConstraint(
                name="revocation_says_why",
                condition=~models.Q(note="")
                & ~models.Q(evidence="")
                & (models.Q(decision="") | ~models.Q(decision_reason="")),
                violation_error_message=_("Give the note, the evidence and, for a decision, its reason."),
            ),
            models.UniqueConstraint(
                name="revocation_one_open_per_certificate",
                fields=["certificate"],
                condition=models.Q(decision=""),
                violation_error_message=_("A revocation of this certificate waits for its decision already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.category}"
