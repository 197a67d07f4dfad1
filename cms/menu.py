"""Which pages stand in the main menu. Kept in the cache, so that a page's frame needs no query."""

import logging
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, NullIf
from wagtail.models import Page

from cms.models import is_chinese

logger = logging.getLogger(__name__)

_KEY = "cms.menu"
_SECONDS = 3600
# Below the root and the home page.
_DEPTH = 3


class MenuPage(NamedTuple):
    title: str
    title_en: str
    path: str

    @property
    def label(self) -> str:
        return self.title if is_chinese() else self.title_en or self.title


def menu_pages() -> list[MenuPage]:
    """From the database where the cache is cold, or away: a menu is no reason to fail a page."""
    try:
        kept = cache.get(_KEY)
    except Exception as error:  # noqa: BLE001 - each cache has exceptions of its own
        logger.warning("The cache is away, the menu is read from the database: %s", error)
        return _read()
    return refresh_menu() if kept is None else [MenuPage(*row) for row in kept]


def refresh_menu() -> list[MenuPage]:
    pages = _read()
    try:
        cache.set(_KEY, [tuple(page) for page in pages], _SECONDS)
    except Exception as error:  # noqa: BLE001 - each cache has exceptions of its own
        logger.warning("The cache is away, the menu could not be kept: %s", error)
    return pages


def _read() -> list[MenuPage]:
    english = Coalesce(
        NullIf(F("sectionpage__title_en"), Value("")),
        NullIf(F("standardpage__title_en"), Value("")),
        Value(""),
        output_field=CharField(),
    )
    pages = Page.objects.filter(depth=_DEPTH).live().in_menu().public().order_by("path")
    rows = pages.annotate(english=english).values_list("title", "english", "url_path")
    # A page's path of the tree begins with its site's root: /home/about/ is at /about/.
    return [MenuPage(title, title_en, "/" + path.split("/", 2)[2]) for title, title_en, path in rows]
