from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MultipleScoring(TextChoices):
    EXACT = "exact", _("All right or nothing")
    PARTIAL = "partial", _("Half a point per right choice, none with a wrong one")
