"""Somebody who writes a program reads how: in both languages, on a large and a small screen, and without scripts."""

import pytest

from tests.e2e.visitors import PHONE, POINTER, WITHOUT_SCRIPTS, Way, Windows

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (POINTER, "该密钥无权用于此操作"),
        (PHONE, "This key may not be used for this"),
        (WITHOUT_SCRIPTS, "该密钥无权用于此操作"),
    ],
    ids=["a pointer", "a phone", "without scripts"],
)
def test_api_page_is_read_to_the_end(way: Way, says: str, windows: Windows) -> None:
    with windows.open(way) as reader:
        reader.open("/api/v1/docs")
        reader.speak(way.language)
        assert "quota_spent" not in reader.text
        for part in reader.page.locator("main details > summary").all():
            part.click()
        reader.look()

        for said in ("/api/v1/verify/bulk", "/api/v1/oauth/token", "quota_spent", "invalid_scope", says):
            assert said in reader.text
