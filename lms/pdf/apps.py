from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PdfConfig(AppConfig):
    name = "lms.pdf"
    label = "pdf"
    verbose_name = _("PDF")

    def ready(self) -> None:
        from lms.pdf import checks  # noqa: F401, PLC0415 - registers itself
