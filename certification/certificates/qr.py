"""QR codes as vectors."""

import segno

# A seventh of the code may be unreadable: a fold, a stamp, a bad copy.
_ERROR_LEVEL = "m"


def qr_path(text: str) -> tuple[str, int]:
    """The dark modules as lines one module wide, and the modules of a side (without the quiet zone)."""
    rows = [bytes(row) for row in segno.make_qr(text, error=_ERROR_LEVEL).matrix]
    return "".join(_row_path(row, y) for y, row in enumerate(rows)), len(rows)


def _row_path(row: bytes, y: int) -> str:
    path, start = "", None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            path += f"M{start} {y}.5h{x - start}"
            start = None
    return path


def qr_image(text: str) -> str:
    """A ``data:`` address for a page's ``<img>``, quiet zone and white ground included."""
    address: str = segno.make_qr(text, error=_ERROR_LEVEL).svg_data_uri(border=4, light="#fff", omitsize=True)
    return address
