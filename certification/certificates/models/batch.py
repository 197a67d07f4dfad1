from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.enums import BatchRowState, Kind
from certification.certificates.models.certificate import Certificate
from certification.marking.models import Result
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner, User


class IssueBatch(models.Model):
    """Certificates of one kind that a registrar chose to have issued together. The worker issues row by row."""

    # Given with the form, so that a form that comes twice is one batch.
    key = models.UUIDField(_("form"), unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=1, choices=Kind.choices)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("created by"))
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("issue batch")
        verbose_name_plural = _("issue batches")
        constraints = [
            models.CheckConstraint(
                name="issue_batch_of_a_kind_with_candidates",
                condition=models.Q(kind__in=(Kind.COMPETENCY, Kind.COURSE, Kind.HOURS)),
                violation_error_message=_("Certificates of this kind are issued one by one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class IssueBatchRow(models.Model):
    """One certificate to issue, by what it will rest on; then the certificate, or the sentence that refused it.

    No personal data beyond what it stands at; kept as long as the register.
    """

    batch = models.ForeignKey(IssueBatch, models.PROTECT, related_name="rows", verbose_name=_("batch"))
    position = models.PositiveSmallIntegerField(pgettext_lazy("issue batch", "position"))
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("result")
    )
    completion = models.ForeignKey(
        CourseCompletion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("course completion")
    )
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+", verbose_name=_("practitioner"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=BatchRowState.choices, default=BatchRowState.WAITING)
    refusal = models.TextField(_("refusal"), blank=True)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("certificate")
    )
    settled_at = models.DateTimeField(_("issued or refused"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of an issue batch")
        verbose_name_plural = _("rows of an issue batch")
        constraints = [
            models.UniqueConstraint(name="issue_batch_row_position_once", fields=["batch", "position"]),
            models.CheckConstraint(
                name="issue_batch_row_of_one_source",
                condition=models.Q(result__isnull=False, completion=None, year=None)
                | models.Q(result=None, completion__isnull=False, year=None)
                | models.Q(result=None, completion=None, year__isnull=False),
                violation_error_message=_("A row is of a result, of a completion, or of a year."),
            ),
            models.CheckConstraint(
                name="issue_batch_row_settled_whole",
                condition=models.Q(state=BatchRowState.WAITING, refusal="", certificate=None, settled_at=None)
                | models.Q(state=BatchRowState.ISSUED, refusal="", certificate__isnull=False, settled_at__isnull=False)
                | models.Q(state=BatchRowState.REFUSED, certificate=None, settled_at__isnull=False)
                & ~models.Q(refusal=""),
                violation_error_message=_("An issued row names its certificate, a refused one says why."),
            ),
            models.UniqueConstraint(
                name="issue_batch_row_result_once",
                fields=["result"],
                condition=models.Q(state=BatchRowState.WAITING, result__isnull=False),
                violation_error_message=_("This result waits in another batch already."),
            ),
            models.UniqueConstraint(
                name="issue_batch_row_completion_once",
                fields=["completion"],
                condition=models.Q(state=BatchRowState.WAITING, completion__isnull=False),
                violation_error_message=_("This completion waits in another batch already."),
            ),
            models.UniqueConstraint(
                name="issue_batch_row_year_once",
                fields=["practitioner", "year"],
                condition=models.Q(state=BatchRowState.WAITING, year__isnull=False),
                violation_error_message=_("The hours of this year wait in another batch already."),
            ),
        ]
        indexes = [models.Index(fields=["state", "batch"], name="issue_batch_row_state")]

    def __str__(self) -> str:
        return f"{self.batch_id}.{self.position} {self.state}"
