"""The drawing of the association's round seal: a picture that proves nothing, for the digital signature does."""

from dataclasses import dataclass
from math import cos, radians, sin

# Units of the drawing: a seal of 42 mm, its center at 0, 0.
_TEXT_RADIUS = 15.1
_STEP = 25.0
_WIDEST_ARC = 236.0


@dataclass(frozen=True)
class Glyph:
    """A character on the rim: where its foot stands, and how far it is turned."""

    character: str
    x: float
    y: float
    turn: float


def rim(text: str) -> list[Glyph]:
    """The characters of ``text`` around the upper rim, upright seen from the center."""
    step = min(_STEP, _WIDEST_ARC / max(len(text) - 1, 1))
    first = -step * (len(text) - 1) / 2
    return [_stand(character, first + step * place) for place, character in enumerate(text)]


def _stand(character: str, turn: float) -> Glyph:
    angle = radians(turn)
    return Glyph(character, round(_TEXT_RADIUS * sin(angle), 2), round(-_TEXT_RADIUS * cos(angle), 2), round(turn, 2))
