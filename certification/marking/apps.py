from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarkingConfig(AppConfig):
    name = "certification.marking"
    label = "marking"
    verbose_name = _("Marking")

    def ready(self) -> None:
        from certification.marking import receivers  # noqa: F401, PLC0415 - connects them
