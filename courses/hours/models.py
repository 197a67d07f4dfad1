"""The 学时 ledger: rows are only added, a correction is a reversing row. Personal data: a person's continuing education; kept with the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import Category
from courses.hours.enums import SourceKind
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner, User
from lms.competency.models import Domain


class HoursRuleSet(models.Model):
    """A version of the rules of the ledger; ``parameters`` is what ``scoring.HoursRules`` reads."""

    code = models.SlugField(_("code"), unique=True)
    first_year = models.PositiveSmallIntegerField(_("first year it governs"), unique=True)
    basis = models.CharField(_("basis"), max_length=200)
    parameters = models.JSONField(_("parameters"))

    class Meta:
        verbose_name = _("hours rule set")
        verbose_name_plural = _("hours rule sets")

    def __str__(self) -> str:
        return self.code


class HoursEntryQuerySet(models.QuerySet["HoursEntry"]):
    def visible_to(self, user: User) -> "HoursEntryQuerySet":
        if user.has_perm("hours.view_hoursentry"):
            return self
        return self.filter(practitioner__user=user)


class HoursEntry(models.Model):
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="hours_entries", verbose_name=_("practitioner")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    earned_on = models.DateField(
        _("earned on"), help_text=_("The last day attended; dates the activity for the rules.")
    )
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", verbose_name=_("domain"))
    minutes = models.IntegerField(_("minutes"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    source_kind = models.CharField(_("source"), max_length=10, choices=SourceKind.choices)
    completion = models.ForeignKey(
        CourseCompletion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hours_entries",
        verbose_name=_("completion"),
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    officially_recognized = models.BooleanField(_("counts as 人社认定学时"), default=False)
    rule_set = models.ForeignKey(HoursRuleSet, models.PROTECT, related_name="+", verbose_name=_("rule set"))
    explanation = models.JSONField(_("explanation"), help_text=_("The steps from minutes to hours."))
    booked_at = models.DateTimeField(_("booked"))
    booked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("booked by"))

    objects = HoursEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours entry")
        verbose_name_plural = _("hours entries")
        constraints = [
            models.UniqueConstraint(
                name="hours_entry_once_per_completion",
                fields=["completion"],
                condition=models.Q(source_kind=SourceKind.COURSE),
                violation_error_message=_("The hours of this completion are booked already."),
            ),
            models.CheckConstraint(
                name="hours_entry_source_named",
                condition=models.Q(source_kind=SourceKind.COURSE, completion__isnull=False, reverses=None)
                | models.Q(source_kind=SourceKind.REVERSAL, reverses__isnull=False),
                violation_error_message=_("An entry names the completion it books or the entry it reverses."),
            ),
            models.CheckConstraint(
                name="hours_entry_sign_fits_source",
                condition=models.Q(source_kind=SourceKind.COURSE, hours__gte=0, minutes__gte=0)
                | models.Q(source_kind=SourceKind.REVERSAL, hours__lte=0, minutes__lte=0),
                violation_error_message=_("Only a reversal takes hours away."),
            ),
        ]
        indexes = [models.Index(fields=["practitioner", "year"], name="hours_by_year")]

    def __str__(self) -> str:
        return f"{self.practitioner_id} {self.year} {self.hours}"
