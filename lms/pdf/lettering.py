"""Characters as paths, for drawings: a seal's lettering is a picture and no text."""

from dataclasses import dataclass
from functools import cache

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
    with TTFont(working_face(f"{part}-{weight}"), lazy=True) as font:
        glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(character)]
        pen = SVGPathPen(glyphs)
        glyphs[name].draw(pen)
        return Letter(pen.getCommands(), font["hmtx"][name][0])


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
