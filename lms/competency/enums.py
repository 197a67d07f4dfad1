from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    FOUNDATION = "L1", pgettext_lazy("level", "Foundation")
    PRACTITIONER = "L2", pgettext_lazy("level", "Practitioner")
    SENIOR = "L3", pgettext_lazy("level", "Senior")
    EXPERT = "L4", pgettext_lazy("level", "Expert")
