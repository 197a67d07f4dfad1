from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import DocumentState
from certification.certificates.models.certificate import Certificate


class CertificateDocument(models.Model):
    """The PDF of a certificate: work to do, then the file with its SHA-256; never rendered again."""

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="document", verbose_name=_("certificate")
    )
    state = models.CharField(_("state"), max_length=10, choices=DocumentState.choices, default=DocumentState.WAITING)
    file = models.CharField(_("file"), max_length=200, blank=True, help_text=_("Name in the private storage."))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    claimed_at = models.DateTimeField(_("taken by a worker"), null=True)
    try_after = models.DateTimeField(
        _("not before"), null=True, help_text=_("While a worker has it, and between a failure and the next try.")
    )
    rendered_at = models.DateTimeField(_("rendered"), null=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("certificate document")
        verbose_name_plural = _("certificate documents")
        constraints = [
            models.CheckConstraint(
                name="document_rendered_whole",
                condition=~models.Q(state=DocumentState.RENDERED)
                | ~models.Q(file="") & ~models.Q(sha256="") & models.Q(size__gt=0, rendered_at__isnull=False),
            ),
            models.UniqueConstraint(name="document_hash_once", fields=["sha256"], condition=~models.Q(sha256="")),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.state}"
