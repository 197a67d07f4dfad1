from typing import TYPE_CHECKING

import pytest

from tests.e2e.visitors import Staff
from tests.services.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def staff(browser: "Browser", site: Site) -> Staff:
    return Staff(browser=browser, site=site)
