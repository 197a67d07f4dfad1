from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MemberState(TextChoices):
    APPLIED = "applied", pgettext_lazy("employer", "Waiting for a decision")
    APPROVED = "approved", pgettext_lazy("employer", "Approved")
    DECLINED = "declined", pgettext_lazy("employer", "Declined")
    ENDED = "ended", pgettext_lazy("employer", "Ended")


class CheckSource(TextChoices):
    UPLOAD = "upload", pgettext_lazy("check of certificates", "List")
    API = "api", pgettext_lazy("check of certificates", "Program")
