from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Kind


class CertificateTemplate(models.Model):
    """The texts of a kind of certificate, as a version; an issued certificate keeps its own. ``title`` may hold {domain} and {level}."""

    kind = models.CharField(_("kind"), max_length=1, choices=Kind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    disclaimer = models.TextField(_("disclaimer"))
    issuer_name = models.CharField(_("issuer"), max_length=120)
    issuer_credit_code = models.CharField(_("issuer's unified social credit code"), max_length=18)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        constraints = [models.UniqueConstraint(name="certificate_template_version_once", fields=["kind", "version"])]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"
