"""A credential from what a stranger brings: JSON, or a picture with one baked in. Bounded in size and time."""

from typing import Any

from certification.certificates.open_badges.baking import unbake_png, unbake_svg
from certification.certificates.open_badges.documents import read_json

_PNG = b"\x89PNG"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_credential(content: bytes) -> dict[str, Any]:
    """Raises an ``OpenBadgesError`` where there is none in it. Says nothing of its proof."""
    if content.startswith(_PNG):
        return read_json(unbake_png(content))
    text = content.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if text.startswith(b"<"):
        return read_json(unbake_svg(text))
    return read_json(text)
