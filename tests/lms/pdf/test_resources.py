from io import BytesIO

import pytest
from PIL import Image

from lms.pdf.resources import OwnResources, ResourceRefused


def test_a_static_file_is_given_with_its_type() -> None:
    response = OwnResources().fetch("static:certificates/frame.svg")

    assert response.content_type == "image/svg+xml"
    assert response.read().startswith(b"<svg")


def test_a_data_address_is_given() -> None:
    assert OwnResources().fetch("data:text/plain,abc").read() == b"abc"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.com/logo.png",
        "ftp://example.com/",
        "static:../../settings/base.py",
        "static:/etc/passwd",
        "static:no/such/file.svg",
        "face:../../etc/passwd",
        "face:DejaVuSans.ttf",
    ],
)
def test_anything_else_ends_the_rendering(url: str) -> None:
    with pytest.raises(ResourceRefused):
        OwnResources().fetch(url)


def test_half_a_picture_is_refused_where_documents_are_rendered() -> None:
    whole = BytesIO()
    Image.effect_noise((400, 300), 80).save(whole, "JPEG")
    half = BytesIO(whole.getvalue()[: whole.tell() // 2])

    with Image.open(half) as picture, pytest.raises(OSError, match="truncated"):
        picture.load()
