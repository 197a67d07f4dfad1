"""Pages in the two languages of the site; docs/decisions/0007-bilingual-pages.md says why one page holds both."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page
from wagtail.search import index

from lms.languages import in_chinese
from lms.search import normalize


class BilingualPage(Page):
    """Chinese in ``title``, ``intro`` and ``body``; English beside it where there is any.

    A further field ``x`` with its ``x_en`` is read through ``local("x")``. No personal data.
    """

    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    intro = models.TextField(_("introduction (Chinese)"), max_length=300, blank=True)
    intro_en = models.TextField(_("introduction (English)"), max_length=500, blank=True)
    search_text = models.TextField(
        _("search text"), editable=False, blank=True, help_text=_("Normalized; kept when the page is published.")
    )

    # What both languages together are searched by; the stored blocks escape Chinese, so no database could.
    search_fields = [*Page.search_fields, index.SearchField("search_text")]
    chinese_panels = [FieldPanel("title"), FieldPanel("intro"), FieldPanel("body")]
    english_panels = [FieldPanel("title_en"), FieldPanel("intro_en"), FieldPanel("body_en")]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **options: Any) -> None:
        self.search_text = normalize(" ".join(self._searchable()))
        super().full_clean(*args, **options)

    def local(self, name: str) -> Any:
        return getattr(self, name if in_chinese() else f"{name}_en") or getattr(self, name)

    @property
    def local_title(self) -> str:
        return str(self.local("title"))

    @property
    def local_intro(self) -> str:
        return str(self.local("intro"))

    @property
    def local_body(self) -> Any:
        return self.local("body")

    @property
    def is_body_untranslated(self) -> bool:
        return not in_chinese() and bool(self.body) and not self.body_en

    def _searchable(self) -> list[str]:
        texts = [self.title, self.title_en, self.intro, self.intro_en]
        for name in ("body", "body_en"):
            texts += self._meta.get_field(name).get_searchable_content(getattr(self, name))
        return [str(text) for text in texts]


def bilingual_edit_handler(page_class: type[Page]) -> TabbedInterface:
    """One tab for each language, then Wagtail's own."""
    return TabbedInterface(
        [
            ObjectList(page_class.chinese_panels, heading=_("Chinese")),
            ObjectList(page_class.english_panels, heading=_("English")),
            ObjectList(page_class.promote_panels, heading=_("Address and menu")),
            ObjectList(page_class.settings_panels, heading=_("Settings")),
        ]
    )
