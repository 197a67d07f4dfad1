"""Which pages stand in the main menu: each process remembers them, so that a page's frame needs no query.

A stamp in the shared cache tells the other processes that pages have changed. Without the cache they keep what they know.
"""

import logging
from dataclasses import dataclass
from typing import NamedTuple
from uuid import uuid4

from django.core.cache import cache
from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, NullIf
from wagtail.models import Page

from lms.languages import pick_language

logger = logging.getLogger(__name__)

_STAMP = "cms.menu"
# Below the root and the home page.
_DEPTH = 3


class MenuPage(NamedTuple):
    title: str
    title_en: str
    path: str

    @property
    def label(self) -> str:
        return pick_language(self.title, self.title_en)


@dataclass
class _Memory:
    pages: list[MenuPage] | None = None
    stamp: str | None = None


_memory = _Memory()


def menu_pages() -> list[MenuPage]:
    try:
        stamp = cache.get(_STAMP)
    except Exception as error:  # noqa: BLE001 - each cache has exceptions of its own
        logger.warning("The cache is away, the menu may be an older one: %s", error)
        stamp = _memory.stamp
    if _memory.pages is None or stamp != _memory.stamp:
        _remember(stamp)
    return _memory.pages or []


def load_menu() -> None:
    """Before the first page of this process asks."""
    _remember(_memory.stamp)


def renew_menu() -> None:
    """Pages have changed: here, and for every other process at its next page."""
    stamp = uuid4().hex
    _remember(stamp)
    try:
        cache.set(_STAMP, stamp, timeout=None)
    except Exception as error:  # noqa: BLE001 - each cache has exceptions of its own
        logger.warning("The cache is away, other processes keep their menu until they start again: %s", error)


def _remember(stamp: str | None) -> None:
    _memory.pages, _memory.stamp = _read(), stamp


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
