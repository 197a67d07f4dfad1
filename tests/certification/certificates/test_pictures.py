"""What is taken as a picture for a certificate, and what is not."""

from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from certification.certificates.pictures import (
    LARGEST,
    PictureNotShapes,
    PictureTooWide,
    PictureUnreadable,
    read_picture,
)
from lms.errors import DomainError
from lms.uploads import PictureActive, UploadTooLarge
from tests.certification.certificates.designs import SVG_SEAL, png_seal

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def test_a_png_is_written_anew() -> None:
    hidden = png_seal() + b"<script>alert(1)</script>"

    picture = read_picture(ContentFile(hidden))

    content = bytes(picture.content)
    assert b"script" not in content
    assert picture.sha256 == sha256(content).hexdigest()
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (240, 240))


def test_a_plain_svg_is_taken_as_it_is() -> None:
    picture = read_picture(ContentFile(SVG_SEAL))

    assert (picture.media_type, bytes(picture.content)) == ("image/svg+xml", SVG_SEAL)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", PictureUnreadable),
        (b"GIF89a", PictureUnreadable),
        (b"\x89PNG\r\n\x1a\n", PictureUnreadable),
        (png_seal()[:200], PictureUnreadable),
        (b"<svg", PictureUnreadable),
        (b"<html/>", PictureUnreadable),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', PictureUnreadable),
        (b"\xff\xfe<svg/>", PictureUnreadable),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 9 9">&a;</svg>', PictureUnreadable),
        (SVG.format("<script/>").encode(), PictureActive),
        (SVG.format('<path onclick="x"/>').encode(), PictureActive),
        (SVG.format("<text>x</text>").encode(), PictureNotShapes),
        (SVG.format('<image href="data:image/png;base64,x"/>').encode(), PictureNotShapes),
        (SVG.format('<path fill="url(http://x)"/>').encode(), PictureNotShapes),
        (SVG.format("<path/>" * 2001).encode(), PictureNotShapes),
        (b"x" * (LARGEST + 1), UploadTooLarge),
    ],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal) as raised:
        read_picture(ContentFile(content))
    assert len(str(raised.value)) > 20


def test_a_wide_png_is_refused_before_it_is_unpacked() -> None:
    content = BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    assert content.tell() < LARGEST

    with pytest.raises(PictureTooWide):
        read_picture(ContentFile(content.getvalue()))
