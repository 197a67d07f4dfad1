from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Practitioner, User


class CreditRuleSet(models.Model):
    """A version of the credit rules; ``parameters`` is what ``scoring.CreditRules`` reads."""

    code = models.SlugField(_("code"), unique=True)
    effective_on = models.DateField(_("in force from"), unique=True)
    parameters = models.JSONField(_("parameters"))

    class Meta:
        verbose_name = _("credit rule set")
        verbose_name_plural = _("credit rule sets")

    def __str__(self) -> str:
        return self.code


class CreditProfileQuerySet(models.QuerySet["CreditProfile"]):
    def visible_to(self, user: User) -> "CreditProfileQuerySet":
        if user.has_perm("credit.view_creditprofile"):
            return self
        return self.filter(practitioner__user=user)


class CreditProfile(models.Model):
    """A practitioner's 信用档案. Score and level are computed from its records, never stored.

    Personal data: conduct at work; private to the person and authorized staff, public only in part and behind the person's consent.
    """

    practitioner = models.OneToOneField(
        Practitioner, models.PROTECT, related_name="credit_profile", verbose_name=_("practitioner")
    )
    opened_on = models.DateField(_("opened"))

    objects = CreditProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit profile")
        verbose_name_plural = _("credit profiles")

    def __str__(self) -> str:
        return str(self.practitioner)
