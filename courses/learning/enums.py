from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CheckInMethod(TextChoices):
    ROSTER = "roster", _("Staff, on the roster")


class AttendanceState(TextChoices):
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")


class CriterionKey(TextChoices):
    ATTENDANCE = "attendance", _("Minutes attended")
    RECORDED = "recorded", _("Sessions with attendance recorded")
