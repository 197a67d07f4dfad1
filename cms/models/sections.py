from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks import PageBlocks
from cms.models.bilingual import BilingualPage, bilingual_edit_handler
from cms.models.fields import BlocksOutsideMigrations


class Icon(models.TextChoices):
    """Names in the icon sprite that stand for a section."""

    BUILDING = "building", _("Building")
    VIDEO = "video", _("Lecture")
    CERTIFICATE = "certificate", _("Certificate")
    SHIELD = "shield", _("Shield")
    PEOPLE = "people", _("People")
    INFO = "info", _("Help")
    BOOK = "book", _("Book")
    DOCUMENT = "document", _("Document")


class SectionPage(BilingualPage):
    """A part of the site with the pages that belong to it."""

    icon = models.CharField(_("icon"), max_length=12, choices=Icon.choices, default=Icon.DOCUMENT)
    body = BlocksOutsideMigrations(PageBlocks(), verbose_name=_("content (Chinese)"), blank=True)
    body_en = BlocksOutsideMigrations(PageBlocks(), verbose_name=_("content (English)"), blank=True)

    promote_panels = [*BilingualPage.promote_panels, FieldPanel("icon")]
    template = "cms/section.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.StandardPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **options)
        return context | {"pages": StandardPage.objects.child_of(self).live().public().order_by("path")}


class StandardPage(BilingualPage):
    body = BlocksOutsideMigrations(PageBlocks(), verbose_name=_("content (Chinese)"), blank=True)
    body_en = BlocksOutsideMigrations(PageBlocks(), verbose_name=_("content (English)"), blank=True)

    template = "cms/standard.html"
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **options)
        section = SectionPage.objects.parent_of(self).live().first()
        siblings = StandardPage.objects.sibling_of(self, inclusive=False).live().public().order_by("path")
        return context | {"section": section, "siblings": siblings if section else []}


SectionPage.edit_handler = bilingual_edit_handler(SectionPage)
StandardPage.edit_handler = bilingual_edit_handler(StandardPage)
