"""People at a browser: what they see is read from the page, what they do is done with its links, fields and buttons."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Error

from tests.e2e.hands import Finger, Hand, ImpatientPointer, Keyboard, Pointer
from tests.e2e.inspection import Inspector
from tests.services.process import PATIENCE_SECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

MAIN_BUTTON = "main form button.button-primary"
_REFUSED = 409


@dataclass(frozen=True)
class Way:
    """How somebody goes about the site."""

    hand: Hand
    width: int = 1280
    language: Literal["zh-hans", "en"] = "zh-hans"
    theme: Literal["light", "dark"] = "light"
    has_scripts: bool = True
    inspector: Inspector | None = None  # who looks at each page on it, which takes a second or so

    @property
    def options(self) -> dict[str, Any]:
        """Of the browser's window."""
        is_touched = isinstance(self.hand, Finger)
        return {
            "viewport": {"width": self.width, "height": 900},
            "color_scheme": self.theme,
            "java_script_enabled": self.has_scripts,
            "has_touch": is_touched,
            "is_mobile": is_touched,
        }

    @property
    def with_scripts(self) -> "Way":
        return replace(self, has_scripts=True)


POINTER = Way(Pointer(), inspector=Inspector("zh-hans"))
PHONE = Way(Finger(), width=390, language="en", theme="dark", inspector=Inspector("en"))
KEYBOARD = Way(Keyboard())
WITHOUT_SCRIPTS = Way(ImpatientPointer(), has_scripts=False)


@dataclass(frozen=True)
class Visitor:
    page: "Page"
    way: Way

    # --- Doing
    def open(self, path: str) -> None:
        self.page.goto(path)

    def fill(self, field: "str | Locator", text: str) -> None:
        self.way.hand.fill(self._one(field), text)

    def choose(self, field: "str | Locator", value: str) -> None:
        self.way.hand.choose(self._one(field), value)

    def check(self, box: "str | Locator") -> None:
        self.way.hand.check(self._one(box))

    def press(self, button: "str | Locator" = MAIN_BUTTON) -> None:
        self.way.hand.press(self._one(button))

    def press_to(self, action: str) -> None:
        """The button of the form that posts to ``action``."""
        self.press(f"form[action='{action}'] button[type=submit]")

    def follow(self, link: "str | Locator" = MAIN_BUTTON) -> None:
        self.way.hand.follow(self._one(link))

    def speak(self, language: str) -> None:
        """By the site's own switch, which a narrow page keeps in its menu."""
        if self.page.locator("html").get_attribute("lang") == language:
            return
        menu = self.page.locator(".site-menu-button")
        if menu.is_visible():
            self.follow(menu)
        self.follow(self.page.locator(f".language-switch button[value='{language}']").locator("visible=true"))
        self.page.locator(f"html[lang='{language}']").wait_for()

    # --- Seeing
    def arrive(self, pattern: "str | re.Pattern[str]") -> None:
        try:
            self.page.wait_for_url(pattern)
        except Error as error:
            # Of two clicks the first one's answer is dropped, which ends the waiting for it.
            if "ERR_ABORTED" not in str(error):
                raise
            self.page.wait_for_url(pattern)

    def find(self, selector: str, text: str | None = None) -> "Locator":
        return self.page.locator(selector, has_text=text)

    def count(self, selector: str) -> int:
        return self.page.locator(selector).count()

    def wait_for(self, selector: str) -> None:
        self.page.locator(selector).first.wait_for()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def look(self) -> None:
        """At the page as it stands now, as closely as this way asks for."""
        if self.way.inspector:
            self.way.inspector.look(self.page)

    def _one(self, control: "str | Locator") -> "Locator":
        return self.page.locator(control).first if isinstance(control, str) else control


@dataclass
class Windows:
    """A browser that opens one window for each visitor, and notes what the site answered them badly."""

    browser: "Browser"
    address: str

    @contextmanager
    def open(self, way: Way, **options: Any) -> "Iterator[Visitor]":
        """A window of one's own, with no cookies of anybody else."""
        context = self.browser.new_context(base_url=self.address, locale="zh-CN", **way.options | options)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        bad: list[str] = []
        context.on("response", _note_into(bad))
        try:
            yield Visitor(context.new_page(), way)
            assert not bad
        finally:
            context.close()


def _note_into(bad: list[str]) -> "Callable[[Response], None]":
    def note(response: "Response") -> None:
        if response.status >= 400:
            bad.append(f"{response.status} {response.request.method} {response.url}")

    return note


def cookies_of(visitor: Visitor) -> Any:
    context: BrowserContext = visitor.page.context
    return context.storage_state()
