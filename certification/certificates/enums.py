from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The letter K of a certificate number."""

    COMPETENCY = "A", _("Competency")


class EventType(TextChoices):
    ISSUED = "issued", _("Issued")
    SUSPENDED = "suspended", _("Suspended")
    REINSTATED = "reinstated", _("Reinstated")
    REVOKED = "revoked", _("Revoked")
    CANCELLED = "cancelled", _("Canceled at the holder's request")
    EXPIRED = "expired", _("Expired")
    REISSUED = "reissued", _("Reissued")


class Status(TextChoices):
    """What a certificate is worth at a moment; computed by ``status.status_at``, never stored."""

    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    CANCELLED = "cancelled", _("Canceled")
    REPLACED = "replaced", _("Replaced")


class DocumentState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RENDERED = "rendered", _("Rendered")
    FAILED = "failed", _("Failed")
