from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResultState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    RELEASED = "released", _("Released")


class Outcome(TextChoices):
    PASS = "pass", _("Passed")
    FAIL = "fail", _("Not passed")
