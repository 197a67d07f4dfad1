from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certification.certificates"
    label = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from certification.certificates import checks, receivers  # noqa: F401, PLC0415 - they register themselves
        from certification.certificates.queries import held_assessments  # noqa: PLC0415 - models are ready only now
        from certification.sittings.prerequisites import register_provider  # noqa: PLC0415

        register_provider(held_assessments)
