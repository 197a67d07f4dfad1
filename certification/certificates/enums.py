from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """The letter K of a certificate number."""

    COMPETENCY = "A", pgettext_lazy("certificate kind", "Competency")


class EventType(TextChoices):
    ISSUED = "issued", pgettext_lazy("certificate event", "Issued")
    SUSPENDED = "suspended", pgettext_lazy("certificate event", "Suspended")
    REINSTATED = "reinstated", pgettext_lazy("certificate event", "Reinstated")
    REVOKED = "revoked", pgettext_lazy("certificate event", "Revoked")
    CANCELLED = "cancelled", pgettext_lazy("certificate event", "Canceled at the holder's request")
    EXPIRED = "expired", pgettext_lazy("certificate event", "Expired")
    REISSUED = "reissued", pgettext_lazy("certificate event", "Reissued")


class Status(TextChoices):
    """What a certificate is worth at a moment; computed by ``status.status_at``, never stored."""

    VALID = "valid", pgettext_lazy("certificate status", "Valid")
    SUSPENDED = "suspended", pgettext_lazy("certificate status", "Suspended")
    EXPIRED = "expired", pgettext_lazy("certificate status", "Expired")
    REVOKED = "revoked", pgettext_lazy("certificate status", "Revoked")
    CANCELLED = "cancelled", pgettext_lazy("certificate status", "Canceled")
    REPLACED = "replaced", pgettext_lazy("certificate status", "Replaced")


class DocumentState(TextChoices):
    WAITING = "waiting", pgettext_lazy("certificate document", "Waiting")
    RENDERED = "rendered", pgettext_lazy("certificate document", "Rendered")
    FAILED = "failed", pgettext_lazy("certificate document", "Failed")
