from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Scope(TextChoices):
    """What many failed look-ups have in common."""

    ADDRESS = "address", pgettext_lazy("failed look-ups", "From one address")
    NUMBER = "number", pgettext_lazy("failed look-ups", "For one number")


class Part(TextChoices):
    """What of a certificate the nightly check compares."""

    DOCUMENT = "document", pgettext_lazy("register check", "PDF file")
    SIGNATURE = "signature", pgettext_lazy("register check", "Signature of the PDF")
    CREDENTIAL = "credential", pgettext_lazy("register check", "Credential")
    STATUS_LIST = "status_list", pgettext_lazy("register check", "Status list")
    LOG = "log", pgettext_lazy("register check", "Public log")
