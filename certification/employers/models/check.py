from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Status
from certification.certificates.models import Certificate
from certification.employers.enums import CheckSource, MemberState
from certification.verification.findings import Finding
from lms.accounts.models import Organization, User
from lms.api.models import ApiKey


class BulkCheckQuerySet(models.QuerySet["BulkCheck"]):
    def visible_to(self, user: User) -> "BulkCheckQuerySet":
        if user.has_perm("employers.view_bulkcheck"):
            return self
        return self.filter(
            organization__members__user=user, organization__members__state=MemberState.APPROVED
        ).distinct()


class BulkCheck(models.Model):
    """Certificates that an employer checked at one time, by a list or by its program.

    Personal data: who asked. Kept as long as the register, for the holders may ask who checked their certificates.
    """

    uuid = models.UUIDField(_("identifier"), default=uuid4, editable=False, unique=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="bulk_checks", verbose_name=_("organization")
    )
    source = models.CharField(_("asked by"), max_length=10, choices=CheckSource.choices)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by"))
    api_key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="+", verbose_name=_("API key"))
    # Of the form it was sent with: the same form again makes no second check.
    form_id = models.UUIDField(_("form"), default=uuid4, editable=False)
    as_of = models.DateTimeField(_("status as of"))
    created_at = models.DateTimeField(_("asked"))
    finished_at = models.DateTimeField(_("answered"), null=True)
    names_deleted_at = models.DateTimeField(_("names that matched nobody deleted"), null=True)
    row_count = models.PositiveSmallIntegerField(_("certificates asked for"))
    found_count = models.PositiveSmallIntegerField(_("found"), null=True)

    objects = BulkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of certificates")
        verbose_name_plural = _("checks of certificates")
        constraints = [
            models.UniqueConstraint(
                name="bulk_check_once_per_form",
                fields=["form_id"],
                violation_error_message=_("This list has been sent already."),
            ),
            models.CheckConstraint(
                name="bulk_check_names_who_asked",
                condition=models.Q(source=CheckSource.UPLOAD, requested_by__isnull=False, api_key=None)
                | models.Q(source=CheckSource.API, requested_by=None, api_key__isnull=False),
                violation_error_message=_("A list names a person, a program its key."),
            ),
            models.CheckConstraint(
                name="bulk_check_finished_whole",
                condition=models.Q(finished_at=None, found_count=None)
                | models.Q(
                    finished_at__isnull=False, found_count__isnull=False, found_count__lte=models.F("row_count")
                ),
                violation_error_message=_("A finished check says how many were found."),
            ),
            models.CheckConstraint(
                name="bulk_check_of_at_most_500",
                condition=models.Q(row_count__gte=1, row_count__lte=500),
                violation_error_message=_("A check is of 1 to 500 certificates."),
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="bulk_check_waiting", condition=models.Q(finished_at=None)),
            models.Index(fields=["organization", "created_at"], name="bulk_check_of_organization"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class CheckedRow(models.Model):
    """One certificate of a check: what was typed, and what the answer was.

    Personal data: the number and name typed. Where they matched nobody they are deleted after ``EMPLOYER_NAMES_DAYS`` days; where they
    matched, the row tells the holder who checked, and is kept as long as the register.
    """

    check_run = models.ForeignKey(BulkCheck, models.PROTECT, related_name="rows", verbose_name=_("check"))
    position = models.PositiveSmallIntegerField(_("row"))
    number = models.CharField(_("number, as typed"), max_length=80, blank=True)
    name = models.CharField(_("name, as typed"), max_length=60, blank=True)
    finding = models.CharField(_("answer"), max_length=12, choices=Finding.choices, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, blank=True)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, related_name="checked_rows", verbose_name=_("certificate")
    )
    told_at = models.DateTimeField(_("holder told"), null=True)

    class Meta:
        verbose_name = _("checked certificate")
        verbose_name_plural = _("checked certificates")
        constraints = [
            models.UniqueConstraint(name="checked_row_once", fields=["check_run", "position"]),
            models.CheckConstraint(
                name="checked_row_found_names_certificate",
                condition=models.Q(finding=Finding.FOUND, certificate__isnull=False)
                | ~models.Q(finding=Finding.FOUND) & models.Q(certificate=None, status="", told_at=None),
                violation_error_message=_("A row that was found names its certificate, and no other does."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["certificate"],
                name="checked_row_untold",
                condition=models.Q(told_at=None, certificate__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_run_id} {self.position}"
