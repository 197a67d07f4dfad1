from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SittingState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class RegistrationState(TextChoices):
    REGISTERED = "registered", _("Registered")
    CANCELLED = "cancelled", _("Cancelled")


class AttemptState(TextChoices):
    OPEN = "open", _("Open")
    SUBMITTED = "submitted", _("Handed in")
    TIMED_OUT = "timed_out", _("Ended at the deadline")
