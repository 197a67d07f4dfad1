"""With the keyboard alone: each control is reached by Tab, can be seen to have the focus, and works."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.e2e.visitors import path_of, window
from tests.services.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

LONGEST_WAY = 150
_HAS_FOCUS = "selector => document.activeElement?.matches(selector) ?? false"
_SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


@pytest.fixture(params=[1280, 390])
def page(browser: "Browser", site: Site, request: pytest.FixtureRequest) -> "Iterator[Page]":
    with window(browser, site, request.param) as context:
        yield context.new_page()


def tab_to(page: "Page", selector: str) -> None:
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        if page.evaluate(_HAS_FOCUS, selector):
            assert page.evaluate(_SHOWS_FOCUS), f"{selector} does not show that it has the focus"
            return
    raise AssertionError(f"{path_of(page)}: Tab never reaches {selector}")


def type_into(page: "Page", selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def follow(page: "Page", selector: str, pattern: str) -> None:
    """Enter on a link or button, and wait for the page it leads to."""
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(pattern)


def test_learner_signs_in_enrolls_and_gives_the_place_up(page: "Page", site: Site) -> None:
    account, run = site.demo["accounts"]["newcomer"], site.demo["run_with_free_seats"]
    page.goto(run["url"])
    follow(page, "main a[href^='/accounts/login/']", "**/accounts/login/**")
    type_into(page, "input[name=login]", account["email"])
    type_into(page, "input[name=password]", account["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(run["url"])

    follow(page, f"form[action='/courses/runs/{run['code']}/enroll/'] button", "**/my/courses/*/")
    assert page.locator(".message-success").count() == 1

    follow(page, "main a[href$='/cancel/']", "**/cancel/")
    follow(page, "main form button.button-danger", "**/my/courses/")
    assert page.locator(".message-success").count() == 1


def test_first_tab_skips_to_the_content(page: "Page") -> None:
    page.goto("/courses/")
    page.keyboard.press("Tab")
    assert page.evaluate(_HAS_FOCUS, ".skip-link")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_employer_verifies_a_certificate(page: "Page", site: Site) -> None:
    certificate = next(each for each in site.demo["certificates"] if each["status"] == "valid")
    page.goto("/verify/")
    type_into(page, "input[name=number]", certificate["number"])
    type_into(page, "input[name=name]", certificate["name"])
    tab_to(page, ".verify-form button[type=submit]")
    page.keyboard.press("Enter")

    page.locator(".certificate-check-valid").wait_for()
