from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    COURSE = "course", _("Course completed")
    REVERSAL = "reversal", _("Reversal")
