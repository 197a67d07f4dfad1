"""Characters as paths, for drawings: a seal's lettering is a picture and no text."""

from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from lms.pdf.faces import COMMON, rare_parts, working_face
from lms.pdf.outlines import UNITS


@dataclass(frozen=True)
class Letter:
    """``path`` runs upwards from the baseline, in thousandths of the type size, and so does ``advance`` to the right."""

    path: str
    advance: int


@cache
def letter(character: str, *, weight: int) -> Letter:
    part = (*rare_parts(character), COMMON)[0]
    glyphs, names = _open(f"{part}-{weight}")
    glyph = glyphs[names[ord(character)]]
    pen = SVGPathPen(glyphs)
    glyph.draw(pen)
    return Letter(pen.getCommands(), glyph.width)


@lru_cache(maxsize=1)
def _open(face: str) -> tuple[Any, dict[int, str]]:
    """Once for all letters of a seal: each time costs 70 ms and leaves 2 MB behind."""
    font = TTFont(BytesIO(working_face(face).read_bytes()), lazy=True)
    return font.getGlyphSet(), font.getBestCmap()


def set_letters(text: str, *, size: float, weight: int, x: float = 0, y: float = 0, spacing: float = 0) -> str:
    """SVG paths of a line of text with its middle at ``x`` and its foot at ``y``."""
    scale = size / UNITS
    letters = [letter(character, weight=weight) for character in text]
    left = x - (sum(each.advance for each in letters) * scale + spacing * (len(letters) - 1)) / 2
    paths = []
    for each in letters:
        paths.append(f'<path transform="matrix({scale:g} 0 0 {-scale:g} {left:.3f} {y:g})" d="{each.path}"/>')
        left += each.advance * scale + spacing
    return "".join(paths)
