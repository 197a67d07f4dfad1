import re

import pytest
from fontTools.ttLib import TTFont

from lms.pdf.faces import working_face
from lms.pdf.lettering import letter, set_letters


def feet(svg: str) -> list[float]:
    """Where each letter begins."""
    return [float(left) for left in re.findall(r"matrix\(\S+ 0 0 \S+ (\S+) ", svg)]


def test_a_letter_is_the_outline_of_the_working_face() -> None:
    with TTFont(working_face("common-700")) as font:
        assert letter("章", weight=700).advance == font["hmtx"][font.getBestCmap()[ord("章")]][0] == 1000
    assert letter("章", weight=700).path.startswith("M")
    assert letter("章", weight=700) != letter("章", weight=400)


def test_a_rare_letter_has_an_outline_too() -> None:
    assert letter("𠮷", weight=700).path.startswith("M")


def test_a_line_stands_with_its_middle_where_it_is_told() -> None:
    assert feet(set_letters("证书", size=10, weight=400)) == [-10, 0]
    assert feet(set_letters("证书", size=10, weight=400, x=3, spacing=2)) == [-8, 4]


def test_a_character_without_an_outline_is_an_error() -> None:
    with pytest.raises(KeyError):
        letter("\U0002ebf0", weight=700)
