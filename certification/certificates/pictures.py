"""Seals and signatures that are printed on certificates: small, plain, and such as an archivable PDF may hold."""

import struct
from hashlib import sha256
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from certification.certificates.models import TemplatePicture
from lms.uploads import UploadRefused, require_plain_picture, require_size

LARGEST = 256 * 1024
_LARGEST_SIDE = 1200
_MOST_SHAPES = 2000
# Where a PNG says how wide and how high it is.
_SIDES = (16, 20)
_PNG = b"\x89PNG\r\n\x1a\n"
# Shapes alone: a text would be set in another font, and filters, masks and pictures inside are slow or not archivable.
_SHAPES = {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title", "desc", "defs"}


class PictureUnreadable(UploadRefused):
    status = 415
    message = _("This is neither a PNG nor an SVG picture. Save it as one of them, on a transparent ground.")


class PictureTooWide(UploadRefused):
    message = _("The picture has more than 1200 points on a side. Save it smaller: a seal of 38 mm needs no more.")


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
            # Others in this process (WeasyPrint) let Pillow make do with half a picture.
            whole.verify()
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            plain = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        raise PictureUnreadable from error
    written = BytesIO()
    plain.save(written, "PNG", optimize=True)
    return written.getvalue()


def _check_svg(content: bytes) -> None:
    try:
        root: Element = fromstring(content.decode(), forbid_dtd=True)
    except (DefusedXmlException, ParseError, UnicodeDecodeError, ValueError) as error:
        raise PictureUnreadable from error
    if _local(root.tag) != "svg" or not ("viewBox" in root.attrib or {"width", "height"} <= set(root.attrib)):
        raise PictureUnreadable
    require_plain_picture(root)
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
