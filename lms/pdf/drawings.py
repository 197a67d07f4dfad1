"""Drawings of lines and areas, as form XObjects: what is the same in every document is drawn and compressed once per process."""

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from xml.etree import ElementTree as ET

import pydyf
from weasyprint.svg import SVG

from lms.pdf.resources import OwnResources

_STATIC = "static:"


class DrawingNotPlain(Exception):
    """A drawing has lines and areas in plain colors; text, gradients and pictures in it belong on the page itself."""


@dataclass(frozen=True)
class _Form:
    content: bytes
    states: dict[str, pydyf.Dictionary]


class SvgDrawing:
    """An SVG of paths. To WeasyPrint it is an image like any other."""

    def __init__(self, svg: str) -> None:
        tree = ET.fromstring(svg)  # noqa: S314 - the site's own files, never a visitor's
        if any(element.tag.rpartition("}")[2] in {"text", "image"} for element in tree.iter()):
            raise DrawingNotPlain
        self._svg = SVG(tree, None, None, OwnResources())
        self._forms: dict[tuple[float, float], _Form] = {}

    def get_intrinsic_size(self, _resolution: float, font_size: float) -> tuple[float, float, float]:
        box = self._svg.get_viewbox()
        width, height = self._svg.get_intrinsic_size(font_size)
        return width or box[2], height or box[3], box[2] / box[3]

    def draw(self, stream: pydyf.Stream, width: float, height: float, _style: object) -> None:
        size = (width, height)
        group = stream.add_group(0, 0, width, height)
        if size not in self._forms:
            self._forms[size] = self._record(group, width, height)
        form = self._forms[size]
        group.stream, group.compress = [form.content], False
        group.extra["Filter"] = "/FlateDecode"
        group.extra["Resources"]["ExtGState"] |= form.states
        stream.draw_x_object(group.id)

    def _record(self, group: pydyf.Stream, width: float, height: float) -> _Form:
        self._svg.draw(group, width, height, None, None)
        resources = group.extra["Resources"]
        content = b"\n".join(pydyf._to_bytes(item) for item in group.stream)
        if resources["XObject"] or resources["Pattern"] or resources["Shading"]:
            raise DrawingNotPlain
        return _Form(zlib.compress(content), dict(resources["ExtGState"]))


class Pictures(dict[str, object]):
    """WeasyPrint's cache of images, one for each document: in it the site's own SVG files are drawings."""

    def __contains__(self, url: object) -> bool:
        if not super().__contains__(url) and isinstance(url, str) and url.startswith(_STATIC) and url.endswith(".svg"):
            self[url] = _static_drawing(url)
        return super().__contains__(url)


@cache
def _static_drawing(url: str) -> SvgDrawing:
    return SvgDrawing(OwnResources().fetch(url).read().decode())


@lru_cache(maxsize=64)
def drawing_of(svg: str) -> SvgDrawing:
    """The same drawing for the same picture, so that it is drawn once: a seal, say, whose text is the issuer's."""
    return SvgDrawing(svg)
