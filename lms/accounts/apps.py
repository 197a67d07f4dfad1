from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from lms import checks  # noqa: F401, PLC0415 - registers the site's own
        from lms.accounts import receivers  # noqa: F401, PLC0415 - connects them; models are ready only now


class ColleaguesConfig(WagtailUsersAppConfig):  # type: ignore[misc]  # Wagtail ships no types
    """Wagtail's own app for accounts, with our form of an account."""

    user_viewset = "lms.accounts.wagtail_hooks.colleagues.ColleagueViewSet"
