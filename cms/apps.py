from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        _keep_rows_out_of_reference_index()
        from django.db.models.signals import post_delete, post_migrate  # noqa: PLC0415 - models are not loaded before
        from wagtail.signals import (  # noqa: PLC0415
            page_published,
            page_slug_changed,
            page_unpublished,
            post_page_move,
        )

        from cms import receivers  # noqa: PLC0415
        from cms.models import SectionPage, StandardPage  # noqa: PLC0415

        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(receivers.pages_changed, dispatch_uid="cms.menu")
        for page_class in (SectionPage, StandardPage):
            post_delete.connect(receivers.pages_changed, sender=page_class, dispatch_uid="cms.menu")
        post_migrate.connect(receivers.migrated, sender=self, dispatch_uid="cms.menu")


def _keep_rows_out_of_reference_index() -> None:
    """Wagtail would write its index of references within each save of a row that has a screen in its admin: an enrollment, a result.

    Pages, pictures and documents stay in the index; what rows refer to is told by their foreign keys.
    """
    for model in apps.get_models():
        if model.__module__.startswith(("lms.", "courses.", "certification.")):
            model.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # Wagtail reads it where present
