import gc
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from lms.pdf.blocks import Blocks
from lms.pdf.resources import ResourceRefused
from tests.lms.pdf.pages import make_page, raster, text_of

NAME = "<p>{{ name }}</p>"
SET = 'html { font-family: "Working Noto Serif CJK SC"; font-size: 24pt }'


def fonts(pdf: bytes) -> set[str]:
    resources: Any = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]
    return {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}


def test_a_template_becomes_pdf_a(tmp_path: Path) -> None:
    pdf = make_page(tmp_path, NAME, context={"name": "林虚光"})

    assert pdf.startswith(b"%PDF-1.7")
    catalog: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    metadata = catalog["/Metadata"].get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata or b'pdfaid:part="3"' in metadata


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    first, second = (make_page(tmp_path, NAME, context={"name": "林虚光"}) for _ in range(2))

    assert first == second


def test_different_input_gives_different_identifiers(tmp_path: Path) -> None:
    identifiers = [
        re.findall(rb"/ID \[(.*?)\]", make_page(tmp_path, NAME, context={"name": name}))
        for name in ("林虚光", "何拟想")
    ]

    assert identifiers[0] != identifiers[1]
    assert all(len(found) == 1 for found in identifiers)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "drawing:none"])
def test_a_template_cannot_reach_beyond_the_site(tmp_path: Path, address: str) -> None:
    with pytest.raises(ResourceRefused):
        make_page(tmp_path, f'<img src="{address}" alt="x">')


def test_a_rare_name_is_drawn_in_small_faces_of_its_own(tmp_path: Path) -> None:
    common = make_page(tmp_path, NAME, style=SET, context={"name": "林虚光"})
    rare = make_page(tmp_path, NAME, style=SET, context={"name": "林𠮷䶮㛃\U0002cc08"})

    assert len(fonts(common)) == 1
    assert {name.partition("+")[2] for name in fonts(rare)} == {
        "Working-Noto-Serif-CJK-SC",
        *(f"Working-U+{block}00" for block in ("36", "4D", "20B", "2CC")),
    }
    assert "林𠮷䶮㛃\U0002cc08" in text_of(rare)
    assert len(rare) < len(common) + 12_000


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_rare_character_leaves_ink_of_its_own(tmp_path: Path, weight: str) -> None:
    """A box for a missing glyph would look the same for each."""
    style = f"{SET} p {{ font-weight: {weight}; margin: 20pt }}"
    pictures = [
        raster(make_page(tmp_path, NAME, style=style, context={"name": character}), dpi=100).convert("L")
        for character in "𠮷𠮶䶮㛃\U0002cc08林"
    ]

    assert len({picture.tobytes() for picture in pictures}) == len(pictures)
    dark = [sum(picture.histogram()[:128]) for picture in pictures]
    assert min(dark) > 60


def test_lines_are_as_high_with_rare_characters_as_without(tmp_path: Path) -> None:
    """The name of one person must not move the lines of the page."""
    style = f"{SET} p {{ margin: 0; line-height: normal }} img {{ width: 20px; height: 8px }}"
    below = '<p>{{ name }}</p><img src="drawing:bar" alt="">'
    heights = []
    for name in ("林", "𠮷", "㛃"):
        bar = Blocks([(0, 0, 1, 1)], side=1)
        picture = raster(make_page(tmp_path, below, style=style, context={"name": name}, bar=bar)).convert("L")
        heights.append(max(y for y in range(100) if min(picture.crop((0, y, 5, y + 1)).tobytes()) < 40))

    assert len(set(heights)) == 1


def test_the_garbage_collector_is_on_again_even_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ResourceRefused):
        make_page(tmp_path, '<img src="drawing:none" alt="x">')

    assert gc.isenabled()
