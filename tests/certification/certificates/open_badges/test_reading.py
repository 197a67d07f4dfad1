from typing import Any

import pytest

from certification.certificates.open_badges.baking import bake_png, bake_svg
from certification.certificates.open_badges.documents import OpenBadgesError, to_json
from certification.certificates.open_badges.reading import read_credential
from tests.certification.certificates.open_badges.samples import signed
from tests.certification.certificates.open_badges.test_baking import SVG, png

CREDENTIAL = to_json(signed())


@pytest.mark.parametrize(
    "content",
    [
        CREDENTIAL.encode(),
        b"\xef\xbb\xbf\r\n" + CREDENTIAL.encode(),
        bake_png(png(), CREDENTIAL),
        bake_svg(SVG, CREDENTIAL).encode(),
        b"\n" + bake_svg(SVG.partition("\n")[2], CREDENTIAL).encode(),
    ],
    ids=["json", "with a mark", "png", "svg", "svg without declaration"],
)
def test_a_credential_is_found_in_any_of_its_forms(content: bytes) -> None:
    found: dict[str, Any] = read_credential(content)

    assert found == signed()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"<html>", png(), SVG.encode(), bake_png(png(), "[]"), bake_svg(SVG, "x").encode(), b"\0" * 99],
    ids=lambda content: repr(content[:12]),
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(OpenBadgesError):
        read_credential(content)
