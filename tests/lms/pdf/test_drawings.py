from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from lms.pdf.blocks import Blocks
from lms.pdf.drawings import DrawingNotPlain, Pictures, SvgDrawing, drawing_of
from tests.lms.pdf.pages import make_page, raster, structure

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
DISK = f'{_SVG}<circle cx="5" cy="5" r="4" fill="#c00" fill-opacity="0.5"/></svg>'
WORD = f'{_SVG}<text x="1" y="9">字</text></svg>'
FADED = f'{_SVG}<g opacity="0.5"><path d="M0 0H9V9Z"/></g></svg>'
GRADIENT = (
    f'{_SVG}<linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1"/></linearGradient>'
    '<rect width="10" height="10" fill="url(#g)"/></svg>'
)
PICTURE = '<img src="drawing:it" alt="what it shows">'
LARGE = "img { display: block; width: 2in; height: 2in }"


def forms(pdf: bytes) -> list[bytes]:
    resources: Any = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]
    return [form.get_object().get_data() for form in resources["/XObject"].values()]


def test_a_drawing_is_on_the_page_in_its_color_with_its_words(tmp_path: Path) -> None:
    pdf = make_page(tmp_path, PICTURE, style=LARGE, it=DISK)

    picture = raster(pdf)
    assert picture.getpixel((50, 50)) == pytest.approx((229, 127, 127), abs=3)
    assert picture.getpixel((4, 4)) == (255, 255, 255)
    assert ("Figure", "what it shows") in structure(pdf)


def test_the_second_document_repeats_the_first_ones_drawing(tmp_path: Path) -> None:
    drawing = DISK
    first, second = (make_page(tmp_path, PICTURE, style=LARGE, it=drawing) for _ in range(2))

    assert forms(first) == forms(second) != []
    assert raster(first).tobytes() == raster(second).tobytes()


def test_each_size_is_drawn_for_itself(tmp_path: Path) -> None:
    drawing = DISK
    make_page(tmp_path, PICTURE, style=LARGE, it=drawing)
    small = raster(make_page(tmp_path, PICTURE, style=LARGE.replace("2in", "1in"), it=drawing))

    assert small.getpixel((25, 25)) == pytest.approx((229, 127, 127), abs=3)
    assert small.getpixel((75, 75)) == (255, 255, 255)


@pytest.mark.parametrize("svg", [WORD, FADED, GRADIENT])
def test_what_a_form_cannot_hold_is_an_error(tmp_path: Path, svg: str) -> None:
    with pytest.raises(DrawingNotPlain):
        make_page(tmp_path, PICTURE, style=LARGE, it=svg)


def test_a_drawing_is_as_wide_as_it_says_or_as_its_view_box() -> None:
    assert SvgDrawing(DISK).get_intrinsic_size(1, 16) == (10, 10, 1)
    assert SvgDrawing(DISK.replace(">", ' width="40" height="20">', 1)).get_intrinsic_size(1, 16) == (40, 20, 1)


def test_blocks_are_black_where_they_are_told(tmp_path: Path) -> None:
    blocks = Blocks([(0, 0, 1, 1), (1, 1, 1, 1)], side=2)
    picture = raster(make_page(tmp_path, PICTURE, style=LARGE, it=blocks))

    corners = [picture.getpixel(place) for place in ((25, 25), (75, 25), (25, 75), (75, 75))]
    assert corners == [(0, 0, 0), (255, 255, 255), (255, 255, 255), (0, 0, 0)]
    assert blocks.get_intrinsic_size(1, 16) == (2, 2, 1)


def test_static_svgs_are_drawings_and_other_images_are_not() -> None:
    pictures, of_the_next_document = Pictures(), Pictures()
    frame = "static:certificates/frame.svg"

    assert frame in pictures
    assert frame in of_the_next_document
    assert isinstance(pictures[frame], SvgDrawing)
    assert pictures[frame] is of_the_next_document[frame]
    assert "data:image/svg+xml,x" not in pictures
    assert "static:certificates/badges/l1.png" not in pictures


def test_one_picture_is_one_drawing() -> None:
    assert drawing_of(DISK) is drawing_of(DISK)
