"""What works a page's controls: the same story is told with each of these hands."""

from datetime import date
from typing import TYPE_CHECKING, Protocol

from tests.e2e.keyboard import walk_to

if TYPE_CHECKING:
    from playwright.sync_api import Locator

FINGER_MILLISECONDS = 40


class Hand(Protocol):
    def fill(self, field: "Locator", text: str) -> None: ...

    def choose(self, field: "Locator", value: str) -> None:
        """One of a select's options."""

    def check(self, box: "Locator") -> None: ...

    def press(self, button: "Locator") -> None:
        """A button that does something."""

    def follow(self, link: "Locator") -> None:
        """A link, or whatever else only shows something."""


class Pointer:
    def fill(self, field: "Locator", text: str) -> None:
        field.fill(text)

    def choose(self, field: "Locator", value: str) -> None:
        field.select_option(value)

    def check(self, box: "Locator") -> None:
        box.check()

    def press(self, button: "Locator") -> None:
        button.click()

    def follow(self, link: "Locator") -> None:
        link.click()


class ImpatientPointer(Pointer):
    """Clicks twice on whatever does something. Where no script stands between, both reach the server.

    Without the time a finger takes, the browser drops the first request before it has sent it.
    """

    def press(self, button: "Locator") -> None:
        button.dblclick(delay=FINGER_MILLISECONDS)
        # The first answer is never shown.
        button.page.wait_for_load_state("networkidle")


class Finger(Pointer):
    def check(self, box: "Locator") -> None:
        if not box.is_checked():
            box.tap()
        assert box.is_checked()

    def press(self, button: "Locator") -> None:
        button.tap()

    def follow(self, link: "Locator") -> None:
        link.tap()


class Keyboard:
    """Reaches each control by Tab, as far as it takes, and sees at every stop where the focus is."""

    def fill(self, field: "Locator", text: str) -> None:
        walk_to(field)
        keyboard = field.page.keyboard
        if field.get_attribute("type") == "date":
            # Chromium without a screen asks for month, day and year, whatever its language.
            keyboard.type(f"{date.fromisoformat(text):%m%d%Y}")
        else:
            keyboard.press("ControlOrMeta+a")
            keyboard.type(text)
        assert field.input_value() == text

    def choose(self, field: "Locator", value: str) -> None:
        walk_to(field)
        field.page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            field.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys never choose {value!r}")

    def check(self, box: "Locator") -> None:
        walk_to(box)
        if not box.is_checked():
            box.page.keyboard.press("Space")
        assert box.is_checked()

    def press(self, button: "Locator") -> None:
        self.follow(button)

    def follow(self, link: "Locator") -> None:
        walk_to(link)
        # Not another way to it: the focus is there already. This one waits for the page that Enter may lead to.
        link.press("Enter")
