"""What the story without scripts does not come by."""

import pytest

from tests.e2e.visitors import WITHOUT_SCRIPTS, Windows
from tests.services.site import Site

pytestmark = pytest.mark.e2e


def test_employer_verifies_by_number_and_name_and_by_address(windows: Windows, site: Site) -> None:
    with windows.open(WITHOUT_SCRIPTS) as employer:
        for certificate in site.demo["certificates"]:
            employer.open(certificate["url"])
            assert employer.count(f".certificate-check-{certificate['status']}") == 1

            employer.open("/verify/")
            employer.fill("input[name=number]", certificate["number"])
            employer.fill("input[name=name]", certificate["name"])
            employer.follow()
            # The number leads to the latest issue: of a replaced certificate, that is another one.
            employer.wait_for(".certificate-check")
            assert employer.count(".certificate-check-unknown") == 0
            assert certificate["number"] in employer.text
