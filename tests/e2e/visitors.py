"""People at a browser: what they see is read from the page, what they do is done with its links, fields and buttons."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe

from tests.services.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TOTP_SECONDS = 30
_MAIN_FORM = "main form:has(button.button-primary)"


def assert_accessible(page: "Page") -> None:
    """Nothing for axe to complain about, in the state the page is in now."""
    found = Axe().run(page)
    assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"


def press(page: "Page", action: str) -> None:
    """The button of the form that posts to ``action``."""
    page.locator(f"form[action='{action}'] button[type=submit]").click()


def submit(page: "Page") -> None:
    """The main form's own button."""
    page.locator(f"{_MAIN_FORM} button.button-primary").first.click()


def path_of(page: "Page") -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def seen(page: "Page") -> str:
    return page.locator("main").inner_text()


@dataclass
class Staff:
    """The association's accounts. Each signs in once: a code of the second factor works a single time."""

    browser: "Browser"
    site: Site
    sessions: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def at_desk(self, role: str, width: int) -> "Iterator[Page]":
        with window(self.browser, self.site, width, storage_state=self.sessions.get(role)) as context:
            page = context.new_page()
            if role not in self.sessions:
                self._sign_in(page, self.site.demo["accounts"][role])
                self.sessions[role] = context.storage_state()
            yield page

    def _sign_in(self, page: "Page", account: dict[str, str]) -> None:
        page.goto("/accounts/login/?next=/desk/")
        sign_in(page, account["email"], account["password"])
        page.locator("input[name=code]").wait_for()
        assert_accessible(page)
        page.fill("input[name=code]", _code(account["totp_secret"]))
        submit(page)
        page.wait_for_url("**/desk/")
        assert_accessible(page)


def sign_in(page: "Page", email: str, password: str) -> None:
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    submit(page)


@contextmanager
def window(browser: "Browser", site: Site, width: int, **options: Any) -> "Iterator[BrowserContext]":
    """A browser of one's own, with no cookies of anybody else."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, locale="zh-CN", **options
    )
    try:
        yield context
    finally:
        context.close()


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_SECONDS)))
