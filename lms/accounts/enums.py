from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IdType(TextChoices):
    RESIDENT_CARD = "resident", _("Resident identity card")
    PASSPORT = "passport", _("Passport")
    HK_MACAO_PERMIT = "hk_macao", _("Mainland travel permit for Hong Kong and Macao residents")
    TAIWAN_PERMIT = "taiwan", _("Mainland travel permit for Taiwan residents")


class ConsentKind(TextChoices):
    PUBLISH_PROFILE = "publish_profile", _("Publish my credit profile")
    LIST_IN_DIRECTORY = "list_in_directory", _("List me in the directory")


class Role(TextChoices):
    """Names of the groups that a migration makes; ``roles.py`` says what each may do."""

    COURSE_MANAGER = "course manager", _("Course manager")
    ITEM_WRITER = "item writer", _("Item writer")
    ITEM_REVIEWER = "item reviewer", _("Item reviewer")
    EXAM_OFFICER = "exam officer", _("Exam officer")
    MARKER = "marker", _("Marker")
    REGISTRAR = "registrar", _("Registrar")
    CREDIT_OFFICER = "credit officer", _("Credit officer")
    AUDITOR = "auditor", _("Auditor")
