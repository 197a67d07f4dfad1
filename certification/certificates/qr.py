"""QR codes as vectors."""

from itertools import groupby

import segno

from lms.pdf.blocks import Blocks

# A seventh of the code may be unreadable: a fold, a stamp, a bad copy.
_ERROR_LEVEL = "m"
# Of the eight patterns that spread dark and light, always this one: to try all eight on each address takes a fifteenth of a page's time
# and gains less than a tenth of the penalties they are chosen by. A reader learns from the code which it is.
_MASK = 2


def qr_blocks(text: str) -> Blocks:
    """The dark modules, without the quiet zone."""
    rows = [bytes(row) for row in segno.make_qr(text, error=_ERROR_LEVEL, mask=_MASK).matrix]
    return Blocks([run for y, row in enumerate(rows) for run in _runs(row, y)], side=len(rows))


def _runs(row: bytes, y: int) -> list[tuple[int, int, int, int]]:
    """Dark modules beside each other are one rectangle."""
    runs, x = [], 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            runs.append((x, y, length, 1))
        x += length
    return runs


def qr_image(text: str) -> str:
    """A ``data:`` address for a page's ``<img>``, quiet zone and white ground included."""
    address: str = segno.make_qr(text, error=_ERROR_LEVEL).svg_data_uri(border=4, light="#fff", omitsize=True)
    return address
