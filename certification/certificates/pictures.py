"""Seals and signatures that are printed on certificates: small, plain, and such as an archivable PDF may hold.

A certificate has at most 100 kB, and a scan of a seal alone would take twice that: what is on the picture is kept as one ink, more or less of it.
"""

import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from math import ceil
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageChops, ImageStat, UnidentifiedImageError

from certification.certificates.models import TemplatePicture
from lms.uploads import UploadRefused, require_plain_picture, require_size

LARGEST = 2 * 1024 * 1024
_LARGEST_SIDE = 2400
_MOST_SHAPES = 2000
# What a picture may add to every certificate.
_MOST_BYTES_PRINTED = 10_000
# On paper 38 mm: from 200 to 90 points an inch, the most that stays within these bytes.
_SIDES_PRINTED = (300, 240, 180, 130)
_SHADES = 5
# By so much paper differs from itself.
_GRAIN = 24
# Where a PNG says how wide and how high it is.
_SIDES = (16, 20)
_PNG = b"\x89PNG\r\n\x1a\n"
# Shapes alone: a text would be set in another font, and filters, masks and pictures inside are slow or not archivable.
_SHAPES = {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title", "desc", "defs"}


class PictureUnreadable(UploadRefused):
    status = 415
    message = _("This is neither a PNG nor an SVG picture. Save it as one of them, on a transparent ground.")


class PictureMoves(UploadRefused):
    status = 415
    message = _("This picture moves, and paper does not. Save the one frame that is to be printed as a plain PNG.")


class PictureTooWide(UploadRefused):
    message = _(
        "The picture has more than 2400 points on a side. Save it smaller: a seal of 38 mm needs no more than 600."
    )


class PictureEmpty(UploadRefused):
    status = 415
    message = _("There is nothing on this picture but its ground. Choose the file with the seal or the signature.")


class PictureTooDetailed(UploadRefused):
    message = _(
        "This drawing is so detailed that each certificate would grow by more than 10 kB. Simplify its paths, or save it as PNG."
    )


class PictureNotShapes(UploadRefused):
    status = 415
    message = _(
        "This SVG holds more than shapes, such as text, a picture or a filter. Turn texts into paths, or save it as PNG."
    )


def read_picture(upload: "File[bytes]") -> TemplatePicture:
    """The picture as it will be printed, not saved yet. A PNG is written anew, so that nothing hides in it."""
    require_size(upload, limit=LARGEST)
    upload.seek(0)
    content = upload.read()
    if content.startswith(_PNG):
        return _picture("image/png", _read_png(content))
    _check_svg(content)
    return _picture("image/svg+xml", content)


def _read_png(content: bytes) -> bytes:
    # Before it is unpacked: the head tells the size.
    if max(int.from_bytes(content[start : start + 4]) for start in _SIDES) > _LARGEST_SIDE:
        raise PictureTooWide
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as whole:
            whole.verify()
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            moves = getattr(picture, "is_animated", False)
            plain = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        raise PictureUnreadable from error
    if moves:
        raise PictureMoves
    inked = _ink(plain)
    return next(png for png in map(inked.at, _SIDES_PRINTED) if len(png) <= _MOST_BYTES_PRINTED)


@dataclass(frozen=True)
class _Inked:
    color: tuple[int, ...]
    amount: Image.Image

    def at(self, side: int) -> bytes:
        """As a PNG of at most so many points on a side."""
        amount = self.amount.copy()
        amount.thumbnail((side, side), Image.Resampling.LANCZOS)
        step = 255 / _SHADES
        amount = amount.point(lambda value: round(round(value / step) * step))
        picture = Image.new("RGBA", amount.size, (*self.color, 255))
        picture.putalpha(amount)
        written = BytesIO()
        picture.save(written, "PNG", optimize=True)
        return written.getvalue()


def _ink(picture: Image.Image) -> _Inked:
    """Seen on white paper, and the paper taken away: a scan on a light ground is printed without it."""
    seen = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    red, green, blue = seen.split()
    dark = ImageChops.invert(ImageChops.darker(ImageChops.darker(red, green), blue))
    levels = dark.histogram()
    # The ground is what there is most of in the lighter half.
    ground = levels.index(max(levels[:128])) + _GRAIN
    darkest: Any = dark.getextrema()[1]
    if darkest <= ground:
        raise PictureEmpty
    # The ink is the mean of what is nearer to the darkest than to the ground.
    middle = ceil((ground + darkest) / 2)
    color = tuple(round(part) for part in ImageStat.Stat(seen, dark.point(_from(middle))).mean)
    return _Inked(color, dark.point(_between(ground, max(middle, 255 - min(color)))))


def _from(level: int) -> list[int]:
    return [255 if value >= level else 0 for value in range(256)]


def _between(nothing: int, everything: int) -> list[int]:
    return [min(255, max(0, round((value - nothing) * 255 / (everything - nothing)))) for value in range(256)]


def _check_svg(content: bytes) -> None:
    try:
        root: Element = fromstring(content.decode(), forbid_dtd=True)
    except (DefusedXmlException, ParseError, UnicodeDecodeError, ValueError) as error:
        raise PictureUnreadable from error
    if _local(root.tag) != "svg" or not ("viewBox" in root.attrib or {"width", "height"} <= set(root.attrib)):
        raise PictureUnreadable
    require_plain_picture(root)
    if len(zlib.compress(content)) > _MOST_BYTES_PRINTED:
        raise PictureTooDetailed
    shapes = list(root.iter())
    if len(shapes) > _MOST_SHAPES or not all(_is_shape(element) for element in shapes):
        raise PictureNotShapes


def _is_shape(element: Element) -> bool:
    if not isinstance(element.tag, str) or _local(element.tag) not in _SHAPES:
        return False
    return not any("url(" in value.replace(" ", "").lower() for value in element.attrib.values())


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _picture(media_type: str, content: bytes) -> TemplatePicture:
    return TemplatePicture(media_type=media_type, content=content, sha256=sha256(content).hexdigest())
