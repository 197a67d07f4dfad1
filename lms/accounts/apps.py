from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from lms import checks  # noqa: F401, PLC0415 - registers the site's own
        from lms.accounts import receivers  # noqa: F401, PLC0415 - connects them; models are ready only now
        from lms.accounts.encrypted_rows import register_encrypted_rows  # noqa: PLC0415 - as above
        from lms.accounts.services.encryption import ID_NUMBERS  # noqa: PLC0415 - as above

        register_encrypted_rows(ID_NUMBERS)
        # Wagtail reads there which screens it shows for accounts, when it builds its addresses.
        users = apps.get_app_config("wagtailusers")
        users.user_viewset = "lms.accounts.wagtail_hooks.colleagues.ColleagueViewSet"  # type: ignore[attr-defined]  # Wagtail ships no types
