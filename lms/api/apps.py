from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """What every API router stands on: who asks, how often, and in what words a refusal is given."""

    name = "lms.api"
    label = "api"
    verbose_name = _("API")
