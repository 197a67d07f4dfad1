from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    """Who asks about a certificate, and what is answered."""

    name = "certification.verification"
    label = "verification"
    verbose_name = _("Verification")
