from typing import TYPE_CHECKING

import pytest

from tests.e2e.signing_in import Accounts
from tests.e2e.visitors import Windows
from tests.services.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def windows(browser: "Browser", site: Site) -> Windows:
    return Windows(browser, site.url)


@pytest.fixture(scope="session")
def accounts(windows: Windows, site: Site) -> Accounts:
    return Accounts(windows, site)
