from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.verification.enums import Scope


class GuessingReport(models.Model):
    """Many look-ups of one day that found nothing: someone may be trying numbers out, or names for a number.

    Personal data: none in the clear. ``subject`` is a keyed hash of the network address, or the number that was asked about, which says nothing
    of whether such a certificate exists; the names that were typed are kept nowhere. Deleted 180 days after its last look-up.
    """

    scope = models.CharField(_("kind"), max_length=10, choices=Scope.choices)
    subject = models.CharField(
        _("source"),
        max_length=32,
        help_text=_("The number asked about, or a mark that stands for one network address."),
    )
    on = models.DateField(_("day"))
    failures = models.PositiveIntegerField(_("failed look-ups"))
    first_at = models.DateTimeField(_("reported"))
    last_at = models.DateTimeField(_("last failed look-up"))

    class Meta:
        verbose_name = _("report of guessing")
        verbose_name_plural = _("reports of guessing")
        constraints = [
            models.UniqueConstraint(
                name="guessing_reported_once_a_day",
                fields=["scope", "subject", "on"],
                violation_error_message=_("This source has been reported today already."),
            ),
            models.CheckConstraint(
                name="guessing_took_time",
                condition=models.Q(last_at__gte=models.F("first_at"), failures__gt=0),
                violation_error_message=_("A report counts look-ups, and its last is not before its first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject} {self.on}"
