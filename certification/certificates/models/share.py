from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.certificates.enums import SharedName
from certification.certificates.models.certificate import Certificate


class CertificateShareQuerySet(models.QuerySet["CertificateShare"]):
    def standing(self) -> "CertificateShareQuerySet":
        return self.filter(withdrawn_at=None)


class CertificateShare(models.Model):
    """A holder's consent that one certificate is shown to whoever has the address of its page, and to what extent.

    Off until it is given, ended at once when it is withdrawn; given again, it has another address.
    Personal data: that the person gave it, and when; kept as proof, as long as the register.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="shares", verbose_name=_("certificate"))
    token = models.CharField(_("token of the address"), max_length=22, unique=True, editable=False)
    name_shown = models.CharField(
        pgettext_lazy("shared certificate", "name shown"),
        max_length=6,
        choices=SharedName.choices,
        default=SharedName.FULL,
    )
    offers_pdf = models.BooleanField(_("offers the PDF"), default=False)
    offers_badge = models.BooleanField(_("offers the badge and the credential"), default=False)
    is_indexed = models.BooleanField(_("search engines may list it"), default=False)
    given_at = models.DateTimeField(_("given"))
    changed_at = models.DateTimeField(_("changed"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = CertificateShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared certificate")
        verbose_name_plural = _("shared certificates")
        constraints = [
            models.UniqueConstraint(
                name="share_one_standing",
                fields=["certificate"],
                condition=models.Q(withdrawn_at=None),
                violation_error_message=_("This certificate is shared already."),
            ),
            models.CheckConstraint(
                name="share_withdrawn_after_given",
                condition=models.Q(changed_at__gte=models.F("given_at"))
                & (models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at"))),
                violation_error_message=_("A certificate cannot be withdrawn before it is shared."),
            ),
            models.CheckConstraint(
                name="share_files_bear_the_full_name",
                condition=models.Q(name_shown=SharedName.FULL) | models.Q(offers_pdf=False, offers_badge=False),
                violation_error_message=_("The files bear the full name: offer none, or show the full name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.given_at:%Y-%m-%d}"
