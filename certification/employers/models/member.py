from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.employers.enums import MemberState
from lms.accounts.models import Organization, User

_OPEN = (MemberState.APPLIED, MemberState.APPROVED)
_UNDECIDED = models.Q(decided_by=None, decided_at=None)


class EmployerMemberQuerySet(models.QuerySet["EmployerMember"]):
    def visible_to(self, user: User) -> "EmployerMemberQuerySet":
        if user.has_perm("employers.view_employermember"):
            return self
        return self.filter(user=user)

    def approved(self) -> "EmployerMemberQuerySet":
        return self.filter(state=MemberState.APPROVED)


class EmployerMember(models.Model):
    """A person's application to check certificates for an employer, the decision on it, and its end.

    Personal data: who applied, their position, and why; so that a holder can be told who checked, and misuse be traced. Deleted
    three years after it was declined or ended.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="employer_memberships", verbose_name=_("account"))
    organization_name = models.CharField(_("name of the employer"), max_length=120)
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        validators=[
            RegexValidator(r"^[0-9A-HJ-NPQRTUWXY]{18}$", _("A unified social credit code has 18 digits and capitals."))
        ],
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("organization"),
        help_text=_("Set by the approval."),
    )
    position = models.CharField(_("your position there"), max_length=60)
    purpose = models.TextField(_("what you check certificates for"), max_length=500)
    applied_at = models.DateTimeField(_("applied"))
    state = models.CharField(_("state"), max_length=10, choices=MemberState.choices, default=MemberState.APPLIED)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = EmployerMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("employer’s representative")
        verbose_name_plural = _("employers’ representatives")
        constraints = [
            models.UniqueConstraint(
                name="employer_member_one_open",
                fields=["user"],
                condition=models.Q(state__in=_OPEN),
                violation_error_message=_("You have applied already, or are approved."),
            ),
            models.CheckConstraint(
                name="employer_member_decided_whole",
                condition=models.Q(_UNDECIDED, state=MemberState.APPLIED)
                | ~models.Q(state=MemberState.APPLIED) & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("A decision names who decided and when."),
            ),
            models.CheckConstraint(
                name="employer_member_decided_by_another",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("user")),
                violation_error_message=_("Nobody decides about their own application."),
            ),
            models.CheckConstraint(
                name="employer_member_of_organization",
                condition=models.Q(organization=None, state__in=(MemberState.APPLIED, MemberState.DECLINED))
                | models.Q(organization__isnull=False, state__in=(MemberState.APPROVED, MemberState.ENDED)),
                violation_error_message=_("Whoever is approved is so for an organization."),
            ),
            models.CheckConstraint(
                name="employer_member_reason_given",
                condition=~models.Q(reason="") | ~models.Q(state__in=(MemberState.DECLINED, MemberState.ENDED)),
                violation_error_message=_("Say why the application is declined or the access ends."),
            ),
            models.CheckConstraint(
                name="employer_member_ended_whole",
                condition=models.Q(ended_by__isnull=False, ended_at__isnull=False, state=MemberState.ENDED)
                | models.Q(ended_by=None, ended_at=None) & ~models.Q(state=MemberState.ENDED),
                violation_error_message=_("An end names who ended it and when."),
            ),
        ]
        permissions = [("decide_employermember", "Can decide employers' applications")]

    def __str__(self) -> str:
        return f"{self.organization_name} · {self.user}"
