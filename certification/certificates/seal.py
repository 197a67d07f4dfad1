"""The drawing of the association's round seal: a picture that proves nothing, for the digital signature does."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

TEST_SEAL = "测试印章"
# Units of the drawing: a seal of 42 mm, its center at 0, 0.
_TEXT_RADIUS = 15.1
_STEP = 25.0
_WIDEST_ARC = 236.0
_WEIGHT = 700
_STAR = '<path d="M0-6.6 1.48-2.04H6.28L2.4.78 3.88 5.34 0 2.52-3.88 5.34-2.4.78-6.28-2.04H-1.48Z"/>'


@dataclass(frozen=True)
class Glyph:
    """A character on the rim: where its foot stands, and how far it is turned."""

    character: str
    x: float
    y: float
    turn: float


@lru_cache(maxsize=64)
def seal_svg(issuer: str) -> str:
    """Of paths alone, lettering included, so that all certificates of a batch share one drawing."""
    return _draw(issuer, size=3.9, middle=_STAR + _set("证书专用章", size=3.6, y=13.6))


@lru_cache(maxsize=1)
def seal_of_tests_svg() -> str:
    middle = _set("无效", size=9, y=3.4, spacing=1) + _set("TEST · NOT VALID", size=2.6, y=14)
    return _draw(TEST_SEAL, size=4.6, middle=middle)


def rim(text: str) -> list[Glyph]:
    """The characters of ``text`` around the upper rim, upright seen from the center."""
    step = min(_STEP, _WIDEST_ARC / max(len(text) - 1, 1))
    first = -step * (len(text) - 1) / 2
    return [_stand(character, first + step * place) for place, character in enumerate(text)]


def _stand(character: str, turn: float) -> Glyph:
    angle = radians(turn)
    return Glyph(character, round(_TEXT_RADIUS * sin(angle), 2), round(-_TEXT_RADIUS * cos(angle), 2), round(turn, 2))


def _draw(text: str, *, size: float, middle: str) -> str:
    rim_letters = "".join(
        f'<g transform="translate({glyph.x} {glyph.y}) rotate({glyph.turn})">{_set(glyph.character, size=size)}</g>'
        for glyph in rim(text)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-21.5 -21.5 43 43">'
        '<circle r="20.4" fill="none" stroke="#c3272b" stroke-width="1.1"/>'
        f'<g fill="#c3272b" fill-opacity="0.9">{rim_letters}{middle}</g></svg>'
    )


def _set(text: str, *, size: float, y: float = 0, spacing: float = 0) -> str:
    # Loaded by who renders, which is the worker.
    from lms.pdf.lettering import set_letters  # noqa: PLC0415

    return set_letters(text, size=size, weight=_WEIGHT, y=y, spacing=spacing)
