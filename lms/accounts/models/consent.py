from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import ConsentKind
from lms.accounts.models.practitioner import Practitioner


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A consent given, for which text, and when it was withdrawn. Personal data: that the person gave it; kept as proof."""

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="consents", verbose_name=_("practitioner")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind.choices)
    text_version = models.CharField(_("version of the text"), max_length=20)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                name="consent_one_standing",
                fields=["practitioner", "kind"],
                condition=models.Q(withdrawn_at=None),
                violation_error_message=_("This consent stands already."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                violation_error_message=_("A consent cannot be withdrawn before it is given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text_version}"
