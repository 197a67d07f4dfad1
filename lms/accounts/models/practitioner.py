import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import IdType
from lms.accounts.models.user import User
from lms.competency.models import Domain, IndustryChain


class Organization(models.Model):
    """A service organization (服务机构) that employs practitioners. No personal data."""

    name = models.CharField(_("name of the organization"), max_length=120)
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    district = models.CharField(_("district"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.UniqueConstraint(
                name="organization_credit_code_once",
                fields=["credit_code"],
                violation_error_message=_("An organization with this unified social credit code exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PractitionerQuerySet(models.QuerySet["Practitioner"]):
    def visible_to(self, user: User) -> "PractitionerQuerySet":
        if user.has_perm("accounts.view_practitioner"):
            return self
        return self.filter(user=user)

    def matching(self, text: str) -> "PractitionerQuerySet":
        """Whose name, employer or license number contains ``text``; nothing is left out for an empty one."""
        if not text:
            return self
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(employer__name__icontains=text)
            | models.Q(license_number__icontains=text)
        )


class Practitioner(models.Model):
    """A person who takes part: who they are, for whom they work, what they may do.

    Personal data: name, ID document (number encrypted; a keyed digest so that one person registers once; last four characters for certificates),
    birth date (18+), employer, license.
    Ground: what certificates and the credit profile must name. Kept while the account stands; the register keeps the minimum.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="practitioner", verbose_name=_("account"))
    public_id = models.UUIDField(_("public identifier"), default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(_("real name"), max_length=60)
    id_type = models.CharField(_("ID type"), max_length=10, choices=IdType.choices)
    id_number_encrypted = models.TextField(_("ID number, encrypted"), editable=False)
    id_number_digest = models.CharField(_("ID number, keyed digest"), max_length=64, editable=False)
    id_number_last4 = models.CharField(_("last four characters of the ID number"), max_length=4, editable=False)
    birth_on = models.DateField(_("date of birth"))
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    employer = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="practitioners",
        verbose_name=_("employer"),
    )
    domains = models.ManyToManyField(Domain, blank=True, related_name="practitioners", verbose_name=_("domains"))
    industry_chains = models.ManyToManyField(
        IndustryChain, blank=True, related_name="practitioners", verbose_name=_("industry chains")
    )
    license_number = models.CharField(_("patent agent license number"), max_length=30, blank=True)
    license_verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("license verified by")
    )
    license_verified_at = models.DateTimeField(_("license verified"), null=True, blank=True)
    created_at = models.DateTimeField(_("registered"))

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        constraints = [
            models.UniqueConstraint(
                name="practitioner_id_number_once",
                fields=["id_type", "id_number_digest"],
                violation_error_message=_("This ID number is registered already. If it is yours, ask the association."),
            ),
            models.CheckConstraint(
                name="practitioner_license_verified_whole",
                condition=models.Q(license_verified_by=None, license_verified_at=None)
                | models.Q(license_verified_by__isnull=False, license_verified_at__isnull=False)
                & ~models.Q(license_number=""),
                violation_error_message=_("A verified license needs its number, the officer and the time."),
            ),
        ]
        permissions = [("verify_license", "Can verify patent-agent licenses")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_verified_license(self) -> bool:
        return self.license_verified_at is not None
