from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """The columns of the hours ledger."""

    GENERAL = "general", _("General (公需)")
    PROFESSIONAL = "professional", _("Professional (专业)")
    ELECTIVE = "elective", _("Elective (选修)")


class Mode(TextChoices):
    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online, live")
    BLENDED = "blended", _("On site and online")


class RunState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Canceled")


class RunPhase(TextChoices):
    """Where a published run stands at a moment; computed from its dates, never stored."""

    UPCOMING = "upcoming", _("Enrollment not open yet")
    OPEN = "open", _("Enrollment open")
    CLOSED = "closed", _("Enrollment closed")
    RUNNING = "running", _("Going on now")
    FINISHED = "finished", _("Finished")
