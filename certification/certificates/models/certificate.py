import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.enums import EventType, Kind
from certification.certificates.models.paper import PaperRecord
from certification.certificates.models.source import Contribution, HoursStatement
from certification.certificates.models.template import CertificateTemplate
from certification.marking.models import Result
from courses.learning.models import CourseCompletion
from lms.accounts.enums import IdType
from lms.accounts.models import Practitioner, User
from lms.competency.enums import Level
from lms.competency.models import Domain

# What a certificate may rest on, each a foreign key of its own.
_SOURCES = ("result", "completion", "hours_statement", "contribution", "paper_record")


def _rests_on(source: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": name != source for name in _SOURCES})


def _is_training() -> models.Q:
    return models.Q(
        began_on__isnull=False,
        ended_on__isnull=False,
        ended_on__gte=models.F("began_on"),
        hours__isnull=False,
        hours__gt=0,
    )


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> "CertificateQuerySet":
        if user.has_perm("certificates.view_certificate"):
            return self
        return self.filter(practitioner__user=user)


class Certificate(models.Model):
    """What was issued, as it was printed; after that only events happen to it. Never edited, never deleted.

    It rests on one source: a competency certificate on a result, one of a course on its completion, one of a year's
    hours on a statement of the ledger, one of a lecturer or volunteer on the record of what they did. One that was issued
    on paper before the platform rests on the line of the file it was taken from: it has no document and no credential.

    Personal data: the holder's name and the last four characters of the ID number, as printed; kept as long as the register.
    """

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, editable=False, unique=True)
    token = models.CharField(_("verification token"), max_length=22, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=1, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=32)
    issue = models.PositiveSmallIntegerField(_("issue"), default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="certificates", verbose_name=_("result")
    )
    completion = models.ForeignKey(
        CourseCompletion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("course completion"),
    )
    hours_statement = models.ForeignKey(
        HoursStatement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("hours statement"),
    )
    contribution = models.ForeignKey(
        Contribution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("contribution"),
    )
    paper_record = models.OneToOneField(
        PaperRecord,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificate",
        verbose_name=_("record of the paper certificate"),
        help_text=_("Where it was issued on paper, before the platform."),
    )
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )
    practitioner = models.ForeignKey(
        Practitioner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("practitioner"),
        help_text=_("Nobody where the holder of a paper certificate has no account."),
    )
    template = models.ForeignKey(
        CertificateTemplate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("template")
    )
    title = models.CharField(_("title"), max_length=160)
    name = models.CharField(_("holder’s name"), max_length=60)
    id_type = models.CharField(_("ID type"), max_length=10, choices=IdType.choices)
    id_last4 = models.CharField(_("ID number, last four"), max_length=4)
    domain = models.ForeignKey(
        Domain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    level = models.CharField(_("level"), max_length=2, choices=Level.choices, blank=True)
    subject = models.CharField(
        pgettext_lazy("contribution", "subject"),
        max_length=120,
        blank=True,
        help_text=_("The course, the lecture or the service."),
    )
    subject_en = models.CharField(_("subject (English)"), max_length=160, blank=True)
    began_on = models.DateField(_("first day"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issued by"),
        help_text=_("Nobody where the course run says that its certificates are issued by themselves."),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_test = models.BooleanField(_("issued with test keys"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(name="certificate_number_and_issue_once", fields=["number", "issue"]),
            models.UniqueConstraint(
                name="certificate_once_per_result",
                fields=["result"],
                condition=models.Q(issue=1, renews=None),
                violation_error_message=_("A certificate has been issued for this result already."),
            ),
            models.UniqueConstraint(
                name="certificate_once_per_completion",
                fields=["completion"],
                condition=models.Q(issue=1),
                violation_error_message=_("A certificate has been issued for this completion already."),
            ),
            models.UniqueConstraint(
                name="certificate_once_per_hours_statement",
                fields=["hours_statement"],
                condition=models.Q(issue=1),
                violation_error_message=_("A certificate has been issued for these hours already."),
            ),
            models.UniqueConstraint(
                name="certificate_once_per_contribution",
                fields=["contribution"],
                condition=models.Q(issue=1),
                violation_error_message=_("A certificate has been issued for this contribution already."),
            ),
            models.CheckConstraint(
                name="certificate_source_fits_kind",
                condition=models.Q(kind=Kind.COMPETENCY) & _rests_on("result")
                | models.Q(kind=Kind.COURSE) & _rests_on("completion")
                | models.Q(kind=Kind.HOURS) & _rests_on("hours_statement")
                | models.Q(kind=Kind.LECTURER) & _rests_on("contribution")
                | _rests_on("paper_record"),
                violation_error_message=_("A certificate rests on one source, of its own kind."),
            ),
            models.CheckConstraint(
                name="certificate_level_fits_kind",
                condition=models.Q(
                    kind__in=(Kind.COMPETENCY, Kind.COURSE), domain__isnull=False, level__in=Level.values
                )
                | models.Q(kind=Kind.HOURS, domain=None, level="")
                | models.Q(paper_record__isnull=False)
                | models.Q(kind=Kind.LECTURER, level=""),
                violation_error_message=_("Certificates of competency and of courses name a domain and a level."),
            ),
            models.CheckConstraint(
                name="certificate_training_fits_kind",
                # A comparison with nothing is neither true nor false, and would pass.
                condition=models.Q(kind=Kind.COMPETENCY, subject="", began_on=None, ended_on=None, hours=None)
                | models.Q(kind=Kind.HOURS, subject="") & _is_training()
                | models.Q(kind__in=(Kind.COURSE, Kind.LECTURER)) & ~models.Q(subject="") & _is_training()
                | models.Q(paper_record__isnull=False),
                violation_error_message=_("Certificates of training say from when to when, and how many hours."),
            ),
            models.CheckConstraint(
                name="certificate_only_competency_ends",
                condition=models.Q(kind=Kind.COMPETENCY)
                | models.Q(valid_until=None)
                | models.Q(paper_record__isnull=False),
                violation_error_message=_("Only certificates of competency have a last day."),
            ),
            models.CheckConstraint(
                name="certificate_issued_by_someone_or_a_run",
                condition=models.Q(issued_by__isnull=False) | models.Q(kind=Kind.COURSE),
                violation_error_message=_("Name who issues it; only a course run issues by itself."),
            ),
            models.CheckConstraint(
                name="certificate_printed_here_or_on_paper",
                condition=models.Q(paper_record=None, template__isnull=False, practitioner__isnull=False)
                | models.Q(paper_record__isnull=False, template=None, renews=None),
                violation_error_message=_(
                    "A certificate of the platform has a holder and a template, one on paper neither of its own."
                ),
            ),
            models.CheckConstraint(
                name="certificate_renews_competency",
                condition=models.Q(renews=None) | models.Q(kind=Kind.COMPETENCY, issue=1),
                violation_error_message=_("Only certificates of competency are renewed."),
            ),
            models.CheckConstraint(
                name="certificate_reissue_names_predecessor",
                condition=models.Q(issue=1, replaces=None) | models.Q(issue__gt=1, replaces__isnull=False),
            ),
        ]
        permissions = [
            ("issue_certificate", "Can issue certificates"),
            ("revoke_certificate", "Can suspend, reinstate and revoke certificates"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def sources(self) -> dict[str, int | None]:
        """The primary key of what it rests on, by the name of its kind of source; the others are None."""
        return {name: getattr(self, f"{name}_id") for name in _SOURCES}

    @property
    def issuer_name(self) -> str:
        """As printed. Reads ``template`` or, of one on paper, ``paper_record``."""
        printed = self.template if self.paper_record_id is None else self.paper_record
        return printed.issuer_name if printed else ""

    @property
    def design(self) -> CertificateTemplate:
        """The template it was printed by. One on paper has none, and asking for it is a bug."""
        if self.template is None:
            raise ValueError(f"{self.number} was not printed by the platform.")
        return self.template

    @property
    def holder(self) -> Practitioner:
        """Whose it is. One on paper may have a holder without an account, and asking for it then is a bug."""
        if self.practitioner is None:
            raise ValueError(f"The holder of {self.number} has no account.")
        return self.practitioner


class CertificateEvent(models.Model):
    """What happened to a certificate; only ever added. The reason is private."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events", verbose_name=_("certificate"))
    type = models.CharField(_("type"), max_length=12, choices=EventType.choices)
    at = models.DateTimeField(_("time"))
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("actor"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("certificate event")
        verbose_name_plural = _("certificate events")
        constraints = [
            models.UniqueConstraint(
                name="certificate_ends_once",
                fields=["certificate"],
                condition=models.Q(type__in=(EventType.REVOKED, EventType.CANCELLED, EventType.REISSUED)),
                violation_error_message=_("This certificate has been ended already."),
            ),
            models.UniqueConstraint(
                name="certificate_issued_once", fields=["certificate"], condition=models.Q(type=EventType.ISSUED)
            ),
            models.UniqueConstraint(
                name="certificate_expires_once", fields=["certificate"], condition=models.Q(type=EventType.EXPIRED)
            ),
        ]
        indexes = [models.Index(fields=["certificate", "at"], name="certificate_event_order")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.type}"
