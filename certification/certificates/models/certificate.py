import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import EventType, Kind
from certification.certificates.models.template import CertificateTemplate
from certification.marking.models import Result
from lms.accounts.enums import IdType
from lms.accounts.models import Practitioner, User
from lms.competency.enums import Level
from lms.competency.models import Domain


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> "CertificateQuerySet":
        if user.has_perm("certificates.view_certificate"):
            return self
        return self.filter(practitioner__user=user)


class Certificate(models.Model):
    """What was issued, as it was printed; after that only events happen to it. Never edited, never deleted.

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
    result = models.ForeignKey(Result, models.PROTECT, related_name="certificates", verbose_name=_("result"))
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="certificates", verbose_name=_("practitioner")
    )
    template = models.ForeignKey(CertificateTemplate, models.PROTECT, related_name="+", verbose_name=_("template"))
    title = models.CharField(_("title"), max_length=160)
    name = models.CharField(_("holder’s name"), max_length=60)
    id_type = models.CharField(_("ID type"), max_length=10, choices=IdType.choices)
    id_last4 = models.CharField(_("ID number, last four"), max_length=4)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", verbose_name=_("domain"))
    level = models.CharField(_("level"), max_length=2, choices=Level.choices)
    basis = models.CharField(_("basis"), max_length=160)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("issued by"))
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
                condition=models.Q(issue=1),
                violation_error_message=_("A certificate has been issued for this result already."),
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
