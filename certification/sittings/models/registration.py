from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.sittings.enums import RegistrationState
from certification.sittings.models.assessment import Sitting
from lms.accounts.models import Practitioner, User


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: User) -> "RegistrationQuerySet":
        if user.has_perm("sittings.view_registration"):
            return self
        return self.filter(practitioner__user=user)


class Registration(models.Model):
    """A candidate's place in a sitting. Personal data: who sits what, and extra time granted; kept with the result."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="registrations", verbose_name=_("sitting"))
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="registrations", verbose_name=_("practitioner")
    )
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState.choices)
    extra_time = models.DecimalField(
        _("extra time, factor"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("1.00"),
        help_text=_("1.25 gives a quarter more."),
    )
    registered_at = models.DateTimeField(pgettext_lazy("sitting", "registered"))

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                name="registration_once",
                fields=["sitting", "practitioner"],
                violation_error_message=_("This practitioner is registered for this sitting already."),
            ),
            models.CheckConstraint(
                name="registration_extra_time_in_range",
                condition=models.Q(extra_time__gte=1, extra_time__lte=3),
                violation_error_message=_("Extra time is a factor from 1 to 3."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.practitioner_id}"
