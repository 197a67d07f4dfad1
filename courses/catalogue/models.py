"""What is taught, its deliveries and their meetings. Seats and dates live here, never on a page.

Personal data: speakers' names and titles, published with their lecture.
"""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import Category, Mode, RunPhase, RunState
from lms.accounts.models import User
from lms.competency.enums import Level
from lms.competency.models import Domain, Element, IndustryChain
from lms.languages import pick_language


class Speaker(models.Model):
    name = models.CharField(_("full name"), max_length=60)
    title = models.CharField(_("post or title"), max_length=100, blank=True)
    biography = models.TextField(_("biography"), blank=True)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=200)
    capacity = models.PositiveIntegerField(_("seats"))

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    code = models.SlugField(_("code"), max_length=30, unique=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=160)
    summary_zh = models.TextField(_("summary (Chinese)"))
    summary_en = models.TextField(_("summary (English)"), blank=True)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="courses", verbose_name=_("domain"))
    level = models.CharField(_("level"), max_length=2, choices=Level.choices)
    category = models.CharField(_("category of hours"), max_length=12, choices=Category.choices)
    elements = models.ManyToManyField(Element, blank=True, related_name="courses", verbose_name=_("elements"))
    industry_chains = models.ManyToManyField(
        IndustryChain, blank=True, related_name="courses", verbose_name=_("industry chains")
    )
    search_text = models.TextField(
        _("search text"), editable=False, blank=True, help_text=_("Normalized; kept by the catalogue's services.")
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(name="course_level_known", condition=models.Q(level__in=Level.values)),
            models.CheckConstraint(name="course_category_known", condition=models.Q(category__in=Category.values)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("cms:course", args=[self.code])

    @property
    def title(self) -> str:
        return pick_language(self.title_zh, self.title_en)

    @property
    def summary(self) -> str:
        return pick_language(self.summary_zh, self.summary_en)


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    def published(self) -> "CourseRunQuerySet":
        return self.filter(state=RunState.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> "CourseRunQuerySet":
        """Drafts are the association's own; a canceled run stays in sight, so that nobody comes in vain."""
        if user.has_perm("catalogue.view_courserun"):
            return self
        return self.exclude(state=RunState.DRAFT)

    def in_phase(self, phase: RunPhase, now: datetime) -> "CourseRunQuerySet":
        return self.filter(in_phase(phase, now))


def in_phase(phase: RunPhase, now: datetime) -> models.Q:
    """``rules.phase_of`` as a condition on runs."""
    going_on = models.Q(ends_at__gt=now)
    enrolling = models.Q(enrollment_opens_at__lte=now, enrollment_closes_at__gt=now)
    begun = models.Q(starts_at__lte=now)
    window_past = models.Q(enrollment_closes_at__lte=now)
    return {
        RunPhase.FINISHED: models.Q(ends_at__lte=now),
        RunPhase.OPEN: going_on & enrolling,
        RunPhase.RUNNING: going_on & ~enrolling & begun,
        RunPhase.CLOSED: going_on & ~begun & window_past,
        RunPhase.UPCOMING: going_on & ~begun & ~window_past & ~enrolling,
    }[phase]


class CourseRun(models.Model):
    course = models.ForeignKey(Course, models.PROTECT, related_name="runs", verbose_name=_("course"))
    code = models.SlugField(_("code"), max_length=40, unique=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.DRAFT)
    capacity = models.PositiveIntegerField(_("seats"))
    enrollment_opens_at = models.DateTimeField(_("enrollment opens"))
    enrollment_closes_at = models.DateTimeField(_("enrollment closes"))
    promotion_cutoff_at = models.DateTimeField(
        _("promotion cut-off"), help_text=_("After this moment a freed seat is not given to the waiting list.")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    required_attendance_percent = models.PositiveSmallIntegerField(_("attendance required, %"), default=80)
    issues_certificates = models.BooleanField(
        _("certificates by themselves"),
        default=False,
        help_text=_(
            "Whoever completes the run gets a certificate of completion at once; otherwise the registrar issues it."
        ),
    )

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("course run")
        verbose_name_plural = _("course runs")
        constraints = [
            models.CheckConstraint(
                name="run_capacity_positive",
                condition=models.Q(capacity__gt=0),
                violation_error_message=_("A run needs at least one seat."),
            ),
            models.CheckConstraint(
                name="run_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("A run ends after it starts."),
            ),
            models.CheckConstraint(
                name="run_enrollment_window_ordered",
                condition=models.Q(enrollment_closes_at__gt=models.F("enrollment_opens_at")),
                violation_error_message=_("Enrollment closes after it opens."),
            ),
            models.CheckConstraint(
                name="run_attendance_percent_in_range",
                condition=models.Q(required_attendance_percent__lte=100),
                violation_error_message=_("The attendance required is between 0 and 100 %."),
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="run_by_start")]

    def __str__(self) -> str:
        return self.code


class CourseSession(models.Model):
    run = models.ForeignKey(CourseRun, models.PROTECT, related_name="sessions", verbose_name=_("course run"))
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("venue")
    )
    speakers = models.ManyToManyField(Speaker, blank=True, related_name="sessions", verbose_name=_("speakers"))
    online_url = models.URLField(_("online at"), blank=True)

    class Meta:
        verbose_name = _("course session")
        verbose_name_plural = _("course sessions")
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("A session ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
