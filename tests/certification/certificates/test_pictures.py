"""What is taken as a picture for a certificate, and what is not."""

import random
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from certification.certificates.pictures import (
    LARGEST,
    PictureEmpty,
    PictureMoves,
    PictureNotShapes,
    PictureTooDetailed,
    PictureTooWide,
    PictureUnreadable,
    read_picture,
)
from lms.errors import DomainError
from lms.uploads import PictureActive, UploadTooLarge
from tests.certification.certificates.designs import SVG_SEAL, png_seal

# The red of the scan, mixed with the gray of its noise.
INK = (188, 42, 47)
PRINTED = 10_000
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGBA", (60, 60), color) for color in ("red", "blue", "green")]
    written = BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100)
    return written.getvalue()


def scribble() -> str:
    chance = random.Random(7)  # noqa: S311 - the same drawing each time
    return " ".join(f"{chance.random():.6f}" for _number in range(9000))


def scan(*, side: int, grain: int) -> bytes:
    """A red seal on gray paper, as a scanner sees it."""
    picture = Image.new("RGB", (side, side), (238, 236, 230))
    ImageDraw.Draw(picture).ellipse(
        (side // 9, side // 9, side - side // 9, side - side // 9), outline=(190, 40, 45), width=side // 20
    )
    chance = random.Random(7)  # noqa: S311 - the same paper each time
    noise = Image.frombytes("L", picture.size, bytes(chance.randrange(256) for _point in range(side * side)))
    return png(Image.blend(picture, noise.convert("RGB"), grain / 256))


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(bytes(read_picture(ContentFile(content)).content)))


def test_a_scan_is_printed_as_ink_without_its_paper_and_stays_small() -> None:
    content = scan(side=900, grain=8)
    assert len(content) > 500_000

    picture = opened(content)

    assert len(bytes(read_picture(ContentFile(content)).content)) <= PRINTED
    assert picture.size == (300, 300)
    # Paper in the corner and in the middle, ink on the rim.
    assert [picture.getpixel(place) for place in ((2, 2), (150, 150))] == [(*INK, 0)] * 2
    assert picture.getpixel((40, 150)) == (*INK, 255)


def test_what_cannot_be_packed_becomes_coarser_until_it_is_small() -> None:
    chance = random.Random(7)  # noqa: S311 - the same noise each time
    content = png(Image.frombytes("L", (400, 400), bytes(chance.randrange(256) for _point in range(160_000))))

    picture = opened(content)

    assert picture.width < 300
    assert len(bytes(read_picture(ContentFile(content)).content)) <= PRINTED


@pytest.mark.parametrize("ink", [(10, 10, 10), (20, 40, 160), (195, 39, 43), (120, 120, 120), (250, 250, 0)])
def test_the_color_of_the_ink_stays(ink: tuple[int, int, int]) -> None:
    content = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    ImageDraw.Draw(content).rectangle((10, 10, 50, 50), fill=(*ink, 255))

    assert opened(png(content)).getpixel((30, 30)) == (*ink, 255)


def test_of_several_colors_their_mean_is_printed() -> None:
    content = Image.new("RGB", (90, 90), "white")
    for place, color in enumerate(("cyan", "magenta", "yellow")):
        ImageDraw.Draw(content).rectangle((place * 30, 20, place * 30 + 29, 60), fill=color)

    picture = opened(png(content))

    assert picture.getpixel((45, 40)) == (170, 170, 170, 255)
    assert picture.getpixel((45, 5)) == (170, 170, 170, 0)


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
        (SVG.format(f'<path d="M{scribble()}"/>').encode(), PictureTooDetailed),
        (png(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), PictureEmpty),
        (png(Image.new("L", (9, 9), 240)), PictureEmpty),
        (moving("PNG"), PictureMoves),
        (moving("GIF"), PictureUnreadable),
        (moving("WEBP"), PictureUnreadable),
        (SVG.format('<path><animate attributeName="opacity" from="0" to="1"/></path>').encode(), PictureNotShapes),
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
