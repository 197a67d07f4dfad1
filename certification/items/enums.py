from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ItemType(TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    BOOLEAN = "boolean", _("True or false")
    ESSAY = "essay", pgettext_lazy("type of item", "Case")


class CognitiveLevel(TextChoices):
    REMEMBER = "remember", pgettext_lazy("cognitive level", "Remember")
    UNDERSTAND = "understand", pgettext_lazy("cognitive level", "Understand")
    APPLY = "apply", pgettext_lazy("cognitive level", "Apply")
    ANALYSE = "analyse", pgettext_lazy("cognitive level", "Analyze")


class RevisionState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


class Verdict(TextChoices):
    APPROVE = "approve", _("Approve")
    SEND_BACK = "send_back", _("Send back")
