from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmployersConfig(AppConfig):
    """Approved employers: what they check, in lists and by program, and what they hear of later."""

    name = "certification.employers"
    label = "employers"
    verbose_name = _("Employers")

    def ready(self) -> None:
        from certification.employers import receivers  # noqa: F401, PLC0415 - connects them; models are ready only now
        from certification.employers.services.secrets import WEBHOOK_SECRETS  # noqa: PLC0415 - as above
        from lms.accounts.encrypted_rows import register_encrypted_rows  # noqa: PLC0415 - as above

        register_encrypted_rows(WEBHOOK_SECRETS)
