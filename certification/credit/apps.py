from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditConfig(AppConfig):
    name = "certification.credit"
    label = "credit"
    verbose_name = _("Credit profiles")

    def ready(self) -> None:
        from certification.certificates.renewal import conduct  # noqa: PLC0415
        from certification.credit import checks, receivers  # noqa: F401, PLC0415 - they register themselves
        from certification.credit.queries import has_severe_record, public_profile_path  # noqa: PLC0415
        from certification.verification import profile_links  # noqa: PLC0415 - models are loaded by now

        profile_links.register_provider(public_profile_path)
        conduct.register_provider(has_severe_record)
