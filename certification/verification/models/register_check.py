from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Certificate
from certification.verification.enums import Part


class RegisterCheck(models.Model):
    """One run of the check of what has been issued: how many certificates it looked at, how many faults it found. No personal data."""

    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    certificates = models.PositiveIntegerField(_("certificates checked"))
    faults = models.PositiveIntegerField(_("faults"))

    class Meta:
        verbose_name = _("check of the register")
        verbose_name_plural = _("checks of the register")
        constraints = [
            models.CheckConstraint(
                name="register_check_ends_after_its_start",
                condition=models.Q(finished_at__gte=models.F("started_at")),
                violation_error_message=_("A check cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class RegisterFault(models.Model):
    """What one run found wrong with one certificate. ``problem`` is a sentence for staff and names nobody."""

    check_run = models.ForeignKey(
        RegisterCheck, models.PROTECT, related_name="found", verbose_name=_("check of the register")
    )
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+", verbose_name=_("certificate"))
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)
    problem = models.CharField(_("problem"), max_length=300)

    class Meta:
        verbose_name = _("fault in the register")
        verbose_name_plural = _("faults in the register")
        constraints = [
            models.UniqueConstraint(
                name="register_fault_once_per_part",
                fields=["check_run", "certificate", "part"],
                violation_error_message=_("This fault is in the check's list already."),
            ),
            models.CheckConstraint(
                name="register_fault_says_what",
                condition=~models.Q(problem=""),
                violation_error_message=_("Say what is wrong."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.part}"
