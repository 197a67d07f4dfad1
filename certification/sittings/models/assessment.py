from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.papers.models import Blueprint, Paper
from certification.sittings.enums import SittingState
from lms.accounts.models import User
from lms.competency.enums import Level
from lms.competency.models import Domain
from lms.languages import pick_language


class Assessment(models.Model):
    """The scheme of a qualification, such as PAT-L2. No personal data."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=160)
    summary_zh = models.TextField(_("summary (Chinese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="assessments", verbose_name=_("domain"))
    level = models.CharField(_("level"), max_length=2, choices=Level.choices)
    blueprint = models.ForeignKey(Blueprint, models.PROTECT, related_name="assessments", verbose_name=_("blueprint"))
    standard = models.CharField(
        _("standard and version"), max_length=160, help_text=_("The basis a certificate names.")
    )
    pass_rule = models.JSONField(
        _("pass rule"), help_text=_("What marking.scoring.PassRule reads: total, case and area gates, with a version.")
    )
    requires_license = models.BooleanField(_("needs a verified patent-agent license"), default=False)
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", verbose_name=_("certificates needed first")
    )
    retake_days = models.PositiveSmallIntegerField(_("days before a retake"), default=30)
    attempts_per_year = models.PositiveSmallIntegerField(_("attempts a year"), default=2)
    validity_years = models.PositiveSmallIntegerField(_("certificate valid, years"), default=3)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        return pick_language(self.title_zh, self.title_en)

    @property
    def summary(self) -> str:
        return pick_language(self.summary_zh, self.summary_en)


class SittingQuerySet(models.QuerySet["Sitting"]):
    def visible_to(self, user: User) -> "SittingQuerySet":
        if user.has_perm("sittings.view_sitting"):
            return self
        return self.exclude(state=SittingState.DRAFT)


class Sitting(models.Model):
    """One scheduled window of an assessment: candidates may start from ``opens_at``; nobody writes after ``closes_at``."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sittings", verbose_name=_("assessment"))
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="sittings", verbose_name=_("paper"))
    code = models.SlugField(_("code"), max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=SittingState.choices, default=SittingState.DRAFT)
    registration_opens_at = models.DateTimeField(_("registration opens"))
    registration_closes_at = models.DateTimeField(_("registration closes"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    capacity = models.PositiveIntegerField(_("seats"))
    place = models.CharField(_("place"), max_length=160)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.CheckConstraint(
                name="sitting_window_ordered",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("A sitting closes after it opens."),
            ),
            models.CheckConstraint(
                name="sitting_registration_ordered",
                condition=models.Q(registration_closes_at__gt=models.F("registration_opens_at")),
                violation_error_message=_("Registration closes after it opens."),
            ),
            models.CheckConstraint(
                name="sitting_time_positive",
                condition=models.Q(minutes__gt=0, capacity__gt=0),
                violation_error_message=_("A sitting needs minutes and seats."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_published(self) -> bool:
        return self.state == SittingState.PUBLISHED
