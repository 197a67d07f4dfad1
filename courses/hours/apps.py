from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HoursConfig(AppConfig):
    name = "courses.hours"
    label = "hours"
    verbose_name = _("Hours")

    def ready(self) -> None:
        from courses.hours import receivers  # noqa: F401, PLC0415 - connects them
