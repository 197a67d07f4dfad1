from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    COURSE = "course", _("Course completed")
    REVERSAL = "reversal", _("Reversal")


# The reason of a reversal that no person worded; stored so, and translated where it is shown.
ATTENDANCE_CORRECTED = "attendance corrected"
