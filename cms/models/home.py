from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks import HomeBlocks
from cms.models.bilingual import BilingualPage, bilingual_edit_handler
from cms.models.fields import BlocksOutsideMigrations


class HomePage(BilingualPage):
    heading = models.TextField(
        _("heading (Chinese)"), max_length=80, help_text=_("Each line stays together where the screen is narrow.")
    )
    heading_en = models.TextField(_("heading (English)"), max_length=160, blank=True)
    body = BlocksOutsideMigrations(HomeBlocks(), verbose_name=_("content (Chinese)"), blank=True)
    body_en = BlocksOutsideMigrations(HomeBlocks(), verbose_name=_("content (English)"), blank=True)

    chinese_panels = [FieldPanel("title"), FieldPanel("heading"), FieldPanel("intro"), FieldPanel("body")]
    english_panels = [FieldPanel("title_en"), FieldPanel("heading_en"), FieldPanel("intro_en"), FieldPanel("body_en")]
    template = "cms/home.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.SectionPage", "cms.StandardPage", "cms.CourseIndexPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def heading_lines(self) -> list[str]:
        return str(self.local("heading")).splitlines()

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        # Imported here, for the queries read these models.
        from cms.queries import home_content  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **options)
        return context | {"content": home_content(home=self, user=request.user, now=timezone.now())}


HomePage.edit_handler = bilingual_edit_handler(HomePage)
