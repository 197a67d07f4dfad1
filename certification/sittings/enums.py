from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SittingState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Canceled")


class SittingPhase(TextChoices):
    """Where a published sitting stands at a moment; computed, never stored."""

    DRAFT = "draft", _("Draft")
    PLANNED = "planned", _("Announced")
    REGISTRATION = "open", _("Registration open")
    REGISTRATION_CLOSED = "closed", _("Registration closed")
    RUNNING = "running", _("In progress")
    OVER = "ended", _("Over")
    CANCELLED = "cancelled", _("Canceled")


class RegistrationState(TextChoices):
    REGISTERED = "registered", _("Registered")
    CANCELLED = "cancelled", _("Canceled")


class AttemptState(TextChoices):
    OPEN = "open", _("Under way")
    SUBMITTED = "submitted", _("Handed in")
    TIMED_OUT = "timed_out", _("Ended at the deadline")
