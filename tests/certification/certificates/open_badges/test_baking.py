import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from certification.certificates.open_badges.baking import (
    LARGEST_PICTURE,
    NotBaked,
    bake_png,
    bake_svg,
    unbake_png,
    unbake_svg,
)
from certification.certificates.open_badges.documents import to_json
from tests.certification.certificates.open_badges.samples import signed

SVG = '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="4"/></svg>\n'
CREDENTIAL = to_json(signed())


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "PNG")
    return file.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def insert(picture: bytes, extra: bytes) -> bytes:
    return picture[:33] + extra + picture[33:]


def test_a_png_gives_the_credential_back_byte_for_byte() -> None:
    assert unbake_png(bake_png(png(), CREDENTIAL)) == CREDENTIAL


def test_a_baked_png_is_the_same_picture_to_others() -> None:
    baked = Image.open(BytesIO(bake_png(png(), CREDENTIAL)))
    baked.load()

    assert baked.getpixel((4, 4)) == (255, 0, 0)
    assert baked.text["openbadgecredential"] == CREDENTIAL  # type: ignore[attr-defined]  # of a PNG


def test_a_png_is_baked_once() -> None:
    twice = bake_png(bake_png(png(), "{}"), CREDENTIAL)

    assert twice == bake_png(png(), CREDENTIAL)
    assert twice.count(b"openbadgecredential") == 1


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"GIF89a",
        png(),
        png()[:40],
        bake_png(png(), CREDENTIAL)[:-40].replace(b"credential", b"Credential"),
        insert(png(), chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{}"))),
        insert(png(), chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0\xff")),
        insert(png(), chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + b"x" * 300_000)),
        insert(png(), chunk(b"tEXt", b"") * 20_000),
        insert(png(), struct.pack(">I", 0xFFFFFFFF) + b"iTXt"),
        png() + b"x" * LARGEST_PICTURE,
    ],
    ids=[
        "nothing",
        "gif",
        "bare",
        "cut off",
        "damaged",
        "compressed",
        "no text",
        "long",
        "many parts",
        "false length",
        "large",
    ],
)
def test_a_png_without_a_credential_is_refused(picture: bytes) -> None:
    with pytest.raises(NotBaked):
        unbake_png(picture)


def test_an_svg_gives_the_credential_back_byte_for_byte() -> None:
    baked = bake_svg(SVG, CREDENTIAL)

    assert unbake_svg(baked.encode()) == CREDENTIAL
    assert baked.startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" '
        'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA['
    )


def test_markup_inside_a_credential_stays_text() -> None:
    hostile = '{"a": "]]></openbadges:credential><script>alert(1)</script>"}'

    assert unbake_svg(bake_svg(SVG, hostile).encode()) == hostile


def test_the_first_credential_counts() -> None:
    second = '<x xmlns="https://purl.imsglobal.org/ob/v3p0"><credential>second</credential></x>'
    baked = bake_svg(SVG, "first").replace("</svg>", f"{second}</svg>")

    assert unbake_svg(baked.encode()) == "first"


@pytest.mark.parametrize(
    "picture",
    [
        "",
        "{}",
        SVG,
        bake_svg(SVG, CREDENTIAL)[:1000],
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + bake_svg(SVG, "&a;").partition("?>")[2],
        bake_svg(SVG, "x" * 300_000),
        '<svg xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential><b>{}</b></o:credential></svg>',
        '<svg xmlns:openbadges="https://example.org"><openbadges:credential>{}</openbadges:credential></svg>',
        '<?xml version="1.0" encoding="nonsense"?><svg/>',
        "<svg>" + " " * LARGEST_PICTURE + "</svg>",
    ],
    ids=["nothing", "json", "bare", "cut off", "entities", "long", "elements", "other namespace", "encoding", "large"],
)
def test_an_svg_without_a_credential_is_refused(picture: str) -> None:
    with pytest.raises(NotBaked):
        unbake_svg(picture.encode())


@pytest.mark.parametrize("picture", ["<html></html>", bake_svg(SVG, "{}")])
def test_only_our_own_bare_pictures_are_baked(picture: str) -> None:
    with pytest.raises(NotBaked):
        bake_svg(picture, CREDENTIAL)
