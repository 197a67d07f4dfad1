"""A close look at a page: accessibility, the width of the screen, the language of its interface."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What the site says itself. What it only repeats, such as titles and names, stands elsewhere or says so with `lang` or `translate`.
_INTERFACE = (
    "title, h1, h2, h3, legend, label, th, dt, summary, button, .button, .badge, .lead, .breadcrumbs a, .message, "
    ".result-count, .stat-label, .stat-note, .step-title, .step-note, .criterion-title, .criterion-note, .event-title, "
    ".empty, .form-help, .section-navigation a, .navigation-link, .site-footer p"
)
_CONTENT = ".row-item-title, th[scope=row], label[for^=id_criterion], .visually-hidden"
_READ = """([interface, content]) => {
  const lines = [];
  const names = [...document.querySelectorAll("[translate=no]")].map((element) => element.textContent.trim()).filter(Boolean);
  for (const element of document.querySelectorAll(interface)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      const isOurs = holder.closest("[lang]") === document.documentElement && !holder.closest(content);
      if (isOurs) lines.push(names.reduce((line, name) => line.replaceAll(name, ""), walker.currentNode.textContent).trim());
    }
  }
  return lines;
}"""
# Words that somebody typed, and the Chinese term beside its translation.
_REPEATED = re.compile(r"“.*?”|\([\u3400-\u9fff]+\)")
_FOREIGN = {
    "en": re.compile(r"[\u3400-\u9fff]"),
    # Two words of small letters and no Han character: a sentence that nobody translated.
    "zh-hans": re.compile(r"^[^\u3400-\u9fff]*[a-z]{2,} [a-z]{2,}[^\u3400-\u9fff]*$"),
}


# What axe is spared: lists of what is in order, and fetching style sheets for a rule that is off.
_AXE = {"resultTypes": ["violations"], "preload": False}
_PARTS = (
    "() => [...new Set([...document.querySelectorAll('main *')].flatMap((part) => [...part.classList]))].sort().join()"
)
_KEY = re.compile(r"(?<=/)([0-9a-f-]{36}|\d+|[\w-]{22})(?=/)")


@dataclass(frozen=True)
class Inspector:
    """Looks once at each page; one that the same address gives, made of the same parts, counts as seen."""

    language: str
    seen: set[tuple[str, str]] = field(default_factory=set)

    def look(self, page: "Page") -> None:
        look = _KEY.sub("…", urlsplit(page.url).path), page.evaluate(_PARTS)
        if look not in self.seen:
            self.seen.add(look)
            assert_fits(page)
            assert_interface_in(self.language, page)
            assert_accessible(page)


def assert_accessible(page: "Page") -> None:
    """Nothing for axe to complain about, in the state the page is in now."""
    found = Axe().run(page, options=_AXE)
    assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"


def assert_fits(page: "Page") -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"


def assert_interface_in(language: str, page: "Page") -> None:
    assert page.locator("html").get_attribute("lang") == language
    lines = (_REPEATED.sub("", line) for line in page.evaluate(_READ, [_INTERFACE, _CONTENT]))
    foreign = [line for line in lines if _FOREIGN[language].search(line)]
    assert not foreign, f"{page.url}, which is in {language}: {foreign}"
