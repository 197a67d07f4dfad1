"""What certificates of hours and of lecturers rest on. A competency certificate rests on a result, one of a course on its completion."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.enums import ContributionRole
from courses.catalogue.models import CourseSession
from courses.hours.models import HoursEntry, HoursRuleSet
from lms.accounts.models import Practitioner, User
from lms.competency.models import Domain


class HoursStatement(models.Model):
    """What a person's ledger of a year added up to, from its first row to ``last_entry``. Never changed: the ledger only grows.

    Personal data: a person's hours of a year; kept as long as the register.
    """

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="hours_statements", verbose_name=_("practitioner")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    professional_hours = models.DecimalField(_("professional hours"), max_digits=5, decimal_places=1)
    rule_set = models.ForeignKey(HoursRuleSet, models.PROTECT, related_name="+", verbose_name=_("rule set"))
    last_entry = models.ForeignKey(
        HoursEntry, models.PROTECT, related_name="+", verbose_name=_("last row of the ledger that is counted")
    )
    stated_at = models.DateTimeField(_("stated"))

    class Meta:
        verbose_name = _("hours statement")
        verbose_name_plural = _("hours statements")
        constraints = [
            models.UniqueConstraint(
                name="hours_statement_once_per_ledger",
                fields=["practitioner", "year", "last_entry"],
                violation_error_message=_("These hours have been stated already."),
            ),
            models.CheckConstraint(
                name="hours_statement_adds_up",
                condition=models.Q(professional_hours__gte=0, hours__gte=models.F("professional_hours"), hours__gt=0),
                violation_error_message=_("The professional hours are a part of the year’s hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner_id} {self.year} {self.hours}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, user: User) -> "ContributionQuerySet":
        if user.has_perm("certificates.view_contribution"):
            return self
        return self.filter(practitioner__user=user)


class Contribution(models.Model):
    """A lecture that was given, or volunteer work that was done, with the document that shows it.

    Personal data: who did what when; kept as long as the register, as certificates rest on it.
    """

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="contributions", verbose_name=_("practitioner")
    )
    role = models.CharField(pgettext_lazy("contribution", "role"), max_length=10, choices=ContributionRole.choices)
    subject = models.CharField(
        pgettext_lazy("contribution", "subject"), max_length=120, help_text=_("As it is printed: a lecture, a service.")
    )
    subject_en = models.CharField(_("subject (English)"), max_length=160, blank=True)
    sessions = models.ManyToManyField(
        CourseSession, blank=True, related_name="+", verbose_name=_("sessions that were taught")
    )
    domain = models.ForeignKey(
        Domain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    evidence = models.CharField(
        _("evidence"),
        max_length=160,
        help_text=_("The document that shows it, such as a program or an organizer’s record, with its number."),
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(
                name="contribution_once",
                fields=["practitioner", "role", "subject", "began_on"],
                violation_error_message=_("This has been recorded for this person and day already."),
            ),
            models.CheckConstraint(
                name="contribution_days_ordered",
                condition=models.Q(ended_on__gte=models.F("began_on")),
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="contribution_has_evidence",
                condition=~models.Q(evidence="") & ~models.Q(subject="") & models.Q(hours__gt=0),
                violation_error_message=_("Name what was done, for how many hours, and the document that shows it."),
            ),
            models.CheckConstraint(
                name="contribution_role_known", condition=models.Q(role__in=ContributionRole.values)
            ),
        ]
        permissions = [("record_contribution", "Can record what lecturers and volunteers did")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.subject}"
