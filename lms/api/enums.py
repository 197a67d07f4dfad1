from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What a key may be used for; an access token of OAuth 2.0 has the same scopes."""

    VERIFY = "verify", _("Verify one certificate")
    BULK = "verify:bulk", _("Verify many certificates, and read earlier checks")
    STATUS = "status", _("Ask for the status of a certificate, also of another day")
