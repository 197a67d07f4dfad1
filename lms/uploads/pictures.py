"""Pictures that are published on the site. An SVG is a document that can act, and may only be looked at; others must be there to their end."""

from typing import IO
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _
from PIL import Image

from lms.errors import DomainError

_ACTIVE_ELEMENTS = {"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"}
_OWN_ADDRESSES = ("#", "data:image/png", "data:image/jpeg", "data:image/webp", "data:image/gif")


class PictureActive(DomainError):
    message = _("This picture holds a script or points to another place. Save it as a plain SVG, or as PNG.")
    status = 415


class PictureIncomplete(DomainError):
    message = _("This picture breaks off before its end. Export or download it once more, and choose the new file.")
    status = 415


def require_whole_picture(file: IO[bytes]) -> None:
    """Unpacked now, and not when the first visitor looks at the page; its head has been seen to be that of a picture of bearable size."""
    file.seek(0)
    try:
        with Image.open(file) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureIncomplete from error
    finally:
        file.seek(0)


def require_plain_picture(root: Element) -> None:
    """``root`` of an SVG that a parser without entities has read."""
    for element in root.iter():
        # Comments and instructions have a function for a name.
        name = _local(element.tag) if isinstance(element.tag, str) else ""
        if name in _ACTIVE_ELEMENTS or any(_acts(_local(key), value) for key, value in element.attrib.items()):
            raise PictureActive


def _acts(name: str, value: str) -> bool:
    if name.startswith("on"):
        return True
    if name == "attributename":
        # An animation could set what is refused as it stands.
        return _local(value).rpartition(":")[2] == "href" or _local(value).startswith("on")
    return name == "href" and not value.strip().lower().startswith(_OWN_ADDRESSES)


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()
