"""HTML templates to archivable PDF (PDF/A-3a): the only importer of WeasyPrint.

Measured: what costs time and memory is a FontConfiguration and a style sheet of its own for every document, so a process keeps one of each,
and draws what is the same in all of them once (docs/decisions/0012).
"""

import atexit
import gc
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from lms.pdf.attachments import AttachedFile, to_weasyprint
from lms.pdf.blocks import Blocks

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

# The font configuration and the drawings are shared, and neither is made for several threads.
_one_at_a_time = Lock()


def render_pdf(
    *,
    template: str,
    context: dict[str, object],
    stylesheet: str,
    drawings: Mapping[str, str | Blocks] | None = None,
    attachments: Sequence[AttachedFile] = (),
) -> bytes:
    """``stylesheet`` is the name of a static file, such as ``certificates/certificate.css``.

    The template reaches ``data:`` and ``static:`` addresses only, and each of ``drawings``, an SVG of paths or blocks, as
    ``drawing:name``; any other raises ``ResourceRefused``.
    """
    # Loaded by who renders, which is the worker: a second and 30 MB that the site's processes never need.
    from lms.pdf.drawings import Pictures, drawing_of  # noqa: PLC0415
    from lms.pdf.faces import rare_parts  # noqa: PLC0415
    from lms.pdf.resources import OwnResources  # noqa: PLC0415
    from lms.pdf.styles import Page  # noqa: PLC0415
    from lms.pdf.writing import write_each_once  # noqa: PLC0415

    markup = render_to_string(template, context)
    with _one_at_a_time, _quietly():
        styles = [_parse(stylesheet)]
        if rare := rare_parts(markup):
            styles.append(_with_rare_faces(rare))
        document: bytes = Page(string=markup, url_fetcher=OwnResources()).write_pdf(
            font_config=_fonts(),
            stylesheets=styles,
            pdf_variant="pdf/a-3a",
            cache=Pictures(
                {
                    f"drawing:{name}": drawing_of(drawing) if isinstance(drawing, str) else drawing
                    for name, drawing in (drawings or {}).items()
                }
            ),
            finisher=write_each_once,
            attachments=[to_weasyprint(file) for file in attachments],
        )
    return document


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the garbage collector, which would go through the boxes of a page again and again while they are all in use."""
    collects = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            # WeasyPrint leaves the file of its color profile to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            yield
    finally:
        if collects:
            gc.enable()


@cache
def _fonts() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    from lms.pdf.faces import COMMON  # noqa: PLC0415

    fonts = FontConfiguration()
    # Its folder of fonts goes with it, but only while there is still a Python to remove it.
    atexit.register(_fonts.cache_clear)
    _make_known(COMMON, fonts)
    return fonts


def _make_known(part: str, fonts: "FontConfiguration") -> None:
    from weasyprint import CSS  # noqa: PLC0415

    from lms.pdf.faces import face_rules, working_face, working_names  # noqa: PLC0415
    from lms.pdf.resources import OwnResources  # noqa: PLC0415

    # Cut here, where a failure is heard: WeasyPrint passes over a face that it cannot load, and draws boxes.
    for name in working_names(part):
        working_face(name)
    CSS(string=face_rules(part), url_fetcher=OwnResources(), font_config=fonts)


@cache
def _with_rare_faces(parts: tuple[str, ...]) -> "CSS":
    """What a document with rare characters says on top of its own style sheet: the faces of these characters come next after the common one."""
    from weasyprint import CSS  # noqa: PLC0415

    from lms.pdf.faces import COMMON, working_family  # noqa: PLC0415

    for part in parts:
        _make_rare_known(part)
    families = ", ".join(f'"{working_family(part)}"' for part in (COMMON, *parts))
    return CSS(string=f"html {{ font-family: {families} }}", font_config=_fonts())


@cache
def _make_rare_known(part: str) -> None:
    _make_known(part, _fonts())


@cache
def _parse(stylesheet: str) -> "CSS":
    from weasyprint import CSS  # noqa: PLC0415

    from lms.pdf.resources import OwnResources  # noqa: PLC0415

    return CSS(url=f"static:{stylesheet}", url_fetcher=OwnResources(), font_config=_fonts())
