"""Outlines of characters as TrueType has them: taken over from any face, scaled to the documents' grid, made bolder where they must be."""

from collections.abc import Iterable, Iterator
from math import hypot

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

UNITS = 1000
# How far a curve may be from the original, in units of a thousandth of the type size.
_LARGEST_ERROR = 1.0
# What a stroke gains on either side: the uprights of a Song face grow, its level strokes hardly do.
_BOLDER = (21.0, 6.0)
# A corner sharper than this grows no further than a right one would.
_SHARPEST = 0.5


Drawn = tuple[Glyph, tuple[int, int]]


def box() -> Drawn:
    """What stands for a glyph that is missing."""
    pen = TTGlyphPen(None)
    for corners in (((50, 0), (50, 800), (950, 800), (950, 0)), ((100, 50), (900, 50), (900, 750), (100, 750))):
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    glyph = pen.glyph()
    glyph.recalcBounds(None)
    return glyph, (UNITS, glyph.xMin)


def take_outlines(font: TTFont, names: Iterable[str], *, bolder: bool = False) -> Iterator[Drawn]:
    """The outline of each, and its advance with the left side bearing."""
    scale = UNITS / font["head"].unitsPerEm
    glyphs, metrics = font.getGlyphSet(), font["hmtx"]
    for name in names:
        pen = TTGlyphPen(None)
        # PostScript's outlines run the other way round, and in cubic curves.
        cubic = Cu2QuPen(pen, max_err=_LARGEST_ERROR, reverse_direction=True)
        drawing = cubic if font.sfntVersion == "OTTO" else DecomposingFilterPen(pen, glyphs)
        glyphs[name].draw(drawing if scale == 1 else TransformPen(drawing, (scale, 0, 0, scale, 0, 0)))
        glyph = pen.glyph()
        if bolder and glyph.numberOfContours > 0:
            glyph.coordinates = _embolden(glyph.coordinates, glyph.endPtsOfContours)
        glyph.recalcBounds(None)
        bearing = glyph.xMin if glyph.numberOfContours > 0 else 0
        yield glyph, (round(metrics[name][0] * scale), bearing)


def _embolden(points: GlyphCoordinates, ends: list[int]) -> GlyphCoordinates:
    """Each point goes outwards along the bisector of its two sides, as FreeType does it."""
    moved, first = [], 0
    for end in ends:
        contour = [points[place] for place in range(first, end + 1)]
        following = [*contour[1:], contour[0]]
        before = [contour[-1], *contour[:-1]]
        moved += [_push(*corner) for corner in zip(before, contour, following, strict=True)]
        first = end + 1
    grown = GlyphCoordinates(moved)
    grown.toInt()
    return grown


def _push(before: tuple[float, float], point: tuple[float, float], after: tuple[float, float]) -> tuple[float, float]:
    """TrueType's contours run clockwise around ink: outside is to the left of the way."""
    arriving, leaving = _direction(before, point), _direction(point, after)
    x, y = arriving[0] + leaving[0], arriving[1] + leaving[1]
    length = hypot(x, y)
    if length < _SHARPEST:
        return point
    # Of the bisector's unit (-y, x) / length, so much that both sides move by the same distance.
    reach = 2 / (length * length)
    return point[0] - y * reach * _BOLDER[0], point[1] + x * reach * _BOLDER[1]


def _direction(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    x, y = end[0] - start[0], end[1] - start[1]
    length = hypot(x, y) or 1.0
    return x / length, y / length
