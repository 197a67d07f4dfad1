from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnrollmentState(TextChoices):
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Seat offered")
    ENROLLED = "enrolled", _("Enrolled")
    CANCELLED = "cancelled", _("Canceled")


# States that take a seat.
SEATED = (EnrollmentState.ENROLLED, EnrollmentState.OFFERED)
