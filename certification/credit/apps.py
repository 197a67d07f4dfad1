from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditConfig(AppConfig):
    name = "certification.credit"
    label = "credit"
    verbose_name = _("Credit profiles")

    def ready(self) -> None:
        from certification.credit import receivers  # noqa: F401, PLC0415 - connects the receivers
