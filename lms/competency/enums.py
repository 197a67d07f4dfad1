from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    FOUNDATION = "L1", _("Foundation")
    PRACTITIONER = "L2", _("Practitioner")
    SENIOR = "L3", _("Senior")
    EXPERT = "L4", _("Expert")
