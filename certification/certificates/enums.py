from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """The letter K of a certificate number."""

    COMPETENCY = "A", pgettext_lazy("certificate kind", "Competency")
    COURSE = "T", pgettext_lazy("certificate kind", "Course completion")
    HOURS = "H", pgettext_lazy("certificate kind", "Hours of a year")
    LECTURER = "L", pgettext_lazy("certificate kind", "Lecturer or volunteer")


class ContributionRole(TextChoices):
    LECTURER = "lecturer", pgettext_lazy("contribution", "Lecturer")
    VOLUNTEER = "volunteer", pgettext_lazy("contribution", "Volunteer")


class Language(TextChoices):
    """What a certificate is printed in."""

    CHINESE = "zh", pgettext_lazy("certificate", "Chinese")
    ENGLISH = "en", pgettext_lazy("certificate", "English")
    BILINGUAL = "both", pgettext_lazy("certificate", "Chinese and English")


class Layout(TextChoices):
    FRAMED = "framed", pgettext_lazy("certificate layout", "Framed: centered, with an engraved border")
    COLUMN = "column", pgettext_lazy("certificate layout", "Column: set left, with a blue column for seal and code")


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


class RevocationCategory(TextChoices):
    """Why a certificate is revoked, in words that the holder is told. What happened exactly is in the private note."""

    FRAUD = "fraud", pgettext_lazy("revocation category", "Fraud in the assessment")
    ERROR = "error", pgettext_lazy("revocation category", "Issued in error")
    MISUSE = "misuse", pgettext_lazy("revocation category", "Misused or lent to others")
    LEGAL = "legal", pgettext_lazy("revocation category", "Decision of a court or an authority")
    OTHER = "other", pgettext_lazy("revocation category", "Other reason")


class RevocationDecision(TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("revocation decision", "Confirmed")
    DECLINED = "declined", pgettext_lazy("revocation decision", "Declined")


class SharedName(TextChoices):
    """How much of a holder's name the page shows that they share."""

    FULL = "full", pgettext_lazy("shared certificate", "The full name, as on the certificate")
    FAMILY = "family", pgettext_lazy("shared certificate", "The first character only, as in “林**”")


class BatchRowState(TextChoices):
    WAITING = "waiting", pgettext_lazy("row of an issue batch", "Waiting")
    ISSUED = "issued", pgettext_lazy("row of an issue batch", "Issued")
    REFUSED = "refused", pgettext_lazy("row of an issue batch", "Refused")


class RenewalDecision(TextChoices):
    GRANTED = "granted", pgettext_lazy("renewal decision", "Granted")
    DECLINED = "declined", pgettext_lazy("renewal decision", "Declined")
