"""QR codes as vectors."""

from itertools import groupby

import segno

from lms.pdf.blocks import Blocks

# A seventh of the code may be unreadable: a fold, a stamp, a bad copy.
_ERROR_LEVEL = "m"


def qr_blocks(text: str) -> Blocks:
    """The dark modules, without the quiet zone."""
    rows = [bytes(row) for row in segno.make_qr(text, error=_ERROR_LEVEL).matrix]
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
