"""Computed styles that outlast a document: finding out what applies to each element anew takes a third of a page's time, and it is the same each time.

WeasyPrint lets a document's elements share a style where the same rules apply to them; here the elements of the next document share it too.
The bytes of a document are those that WeasyPrint makes without this (``tests/lms/pdf/test_styles.py``).
"""

from collections.abc import Hashable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Document
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext

_Kept = dict[Hashable, ComputedStyle]
_OF_ELEMENTS = CSS(filename=Path(__file__).with_name("elements.css"))
# What weight the rules of style sheets have here; those out of an element's attributes weigh 3 or 4.
_OF_SHEETS = {1, 2, 5}
# So many combinations of style sheets: layouts, and the faces of rare characters that names ask for.
_COMBINATIONS = 16


class Page(HTML):  # type: ignore[misc]  # WeasyPrint ships no types
    """A document in the site's own elements, styled by the given ``stylesheets`` alone."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002 - WeasyPrint's signature
        return [_OF_ELEMENTS]

    def render(self, fonts: Any, counters: Any = None, color_profiles: Any = None, **options: Any) -> Document:
        return _Typeset._render(self, fonts, counters, color_profiles, DEFAULT_OPTIONS | options)


class _Typeset(Document):  # type: ignore[misc]  # WeasyPrint ships no types
    @classmethod
    def _build_layout_context(
        cls, html: HTML, fonts: Any, counters: CounterStyle, _color_profiles: object, options: dict[str, Any]
    ) -> LayoutContext:
        sheets = [(sheet, "user agent", None) for sheet in html._ua_stylesheets()]
        sheets += [(sheet, "user", None) for sheet in options["stylesheets"]]
        for own in html._ua_counter_style():
            counters.update(own)
        targets = TargetCollector()
        styles = _Styles(html, sheets, fonts, targets)
        fetch = partial(get_image_from_uri, cache=options["cache"], url_fetcher=html.url_fetcher, options=options)
        return LayoutContext(styles, fetch, fonts, counters, targets)


class _Styles(StyleFor):  # type: ignore[misc]  # WeasyPrint ships no types
    def __init__(self, html: HTML, sheets: list[tuple[CSS, str, None]], fonts: Any, targets: TargetCollector) -> None:
        self._kept = _styles_under(tuple(sheet for sheet, *_ in sheets))
        super().__init__(html, sheets, False, fonts, targets)  # noqa: FBT003 - WeasyPrint's signature

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **rest: Any
    ) -> None:
        key = self._key(element, parent, pseudo_type)
        if key not in self._kept:
            super().set_computed_styles(element, parent, root, pseudo_type, **rest)
            if key is not None:
                self._kept[key] = self._computed_styles[element, pseudo_type]
        else:
            # Computed again, for WeasyPrint takes it from the root and gives it to the page.
            self._kept[key].pop("overflow", None)
            self._computed_styles[element, pseudo_type] = self._kept[key]

    def _key(self, element: Any, parent: Any, pseudo_type: str | None) -> Hashable | None:
        """None where an attribute of this very element has a say, other than its language.

        A style that is kept keeps its parent and its rules' values, so that nothing else gets their identity.
        """
        rules = []
        for name, (value, (precedence, layer, specificity)) in self._cascaded_styles.get(
            (element, pseudo_type), {}
        ).items():
            if precedence in _OF_SHEETS:
                rules.append((name, id(value), layer, *specificity))
            elif name == "lang":
                rules.append((name, value))
            else:
                return None
        above = None if parent is None else id(self._computed_styles[parent, None])
        return (getattr(element, "tag", None), pseudo_type, above, *rules)


@lru_cache(maxsize=_COMBINATIONS)
def _styles_under(_sheets: tuple[CSS, ...]) -> _Kept:
    return {}
