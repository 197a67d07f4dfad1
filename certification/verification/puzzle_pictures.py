"""Digits that a person reads and a simple program does not: turned, shifted, struck through."""

import secrets
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _HEIGHT = 260, 84
_SIZE = 46
_PAPER, _INK = (246, 247, 249), (32, 48, 76)


def draw_digits(digits: str) -> bytes:
    """A PNG."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    step = (_WIDTH - 24) // len(digits)
    for place, digit in enumerate(digits):
        sign = _draw_digit(digit)
        picture.paste(_INK, (14 + place * step + _between(-3, 3), _between(2, 14)), sign)
    pen = ImageDraw.Draw(picture)
    for _line in range(5):
        ends = [(_between(0, 40), _between(0, _HEIGHT)), (_between(_WIDTH - 40, _WIDTH), _between(0, _HEIGHT))]
        pen.line(ends, fill=_INK, width=_between(1, 2))
    for _dot in range(260):
        pen.point((_between(0, _WIDTH - 1), _between(0, _HEIGHT - 1)), fill=_INK)
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _draw_digit(digit: str) -> Image.Image:
    sign = Image.new("L", (_SIZE + 14, _SIZE + 20), 0)
    ImageDraw.Draw(sign).text((12, 2), digit, font=ImageFont.load_default(size=_SIZE), fill=255)
    return sign.rotate(_between(-24, 24), resample=Image.Resampling.BICUBIC)


def _between(lowest: int, highest: int) -> int:
    return lowest + secrets.randbelow(highest - lowest + 1)
