from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from lms import checks  # noqa: F401, PLC0415 - registers the site's own
        from lms.accounts import receivers  # noqa: F401, PLC0415 - connects them; models are ready only now
