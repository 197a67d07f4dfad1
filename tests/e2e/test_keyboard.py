"""What the story with the keyboard alone does not come by."""

import pytest

from tests.e2e.signing_in import sign_in_as_staff
from tests.e2e.visitors import KEYBOARD, PHONE, Way, Windows
from tests.services.site import Site

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("way", [KEYBOARD, PHONE], ids=["wide", "narrow"])
def test_first_tab_skips_to_the_content(way: Way, windows: Windows) -> None:
    with windows.open(way) as visitor:
        visitor.open("/courses/")
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate("document.activeElement.matches('.skip-link')")
        visitor.page.keyboard.press("Enter")
        visitor.page.keyboard.press("Tab")

        assert visitor.page.evaluate("document.activeElement.closest('main') !== null")


def test_staff_sign_in_with_password_and_code(windows: Windows, site: Site) -> None:
    with windows.open(KEYBOARD) as auditor:
        sign_in_as_staff(auditor, site.demo["accounts"]["auditor"])

        assert auditor.path == "/desk/"
