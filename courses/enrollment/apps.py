from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrollmentConfig(AppConfig):
    name = "courses.enrollment"
    label = "enrollment"
    verbose_name = _("Enrollments")

    def ready(self) -> None:
        from courses.catalogue.seats import register_counter  # noqa: PLC0415 - models load after the apps
        from courses.enrollment import receivers  # noqa: F401, PLC0415 - connects them
        from courses.enrollment.queries import count_taken  # noqa: PLC0415 - models load after the apps

        register_counter(count_taken)
