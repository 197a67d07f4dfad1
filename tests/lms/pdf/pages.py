"""Small documents, and what others see of them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from PIL import Image
from pypdf import PdfReader
from weasyprint import HTML

from lms.pdf.blocks import Blocks
from lms.pdf.rendering import render_pdf


def make_page(
    folder: Path, body: str, *, style: str = "", context: dict[str, object] | None = None, **drawings: str | Blocks
) -> bytes:
    """Two inches square, without margins."""
    (folder / "page.html").write_text(f'<html lang="zh-Hans"><title>T</title><body>{body}</body></html>')
    (folder / "page.css").write_text(f"@page {{ size: 2in; margin: 0 }} body {{ margin: 0 }} {style}")
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [str(folder)]}
    with override_settings(TEMPLATES=[engine], STATICFILES_DIRS=[folder]):
        # A style sheet is parsed once per name, and each of these is another one.
        stylesheet = f"page-{abs(hash((str(folder), style)))}.css"
        (folder / "page.css").rename(folder / stylesheet)
        return render_pdf(template="page.html", context=context or {}, stylesheet=stylesheet, drawings=drawings)


def raster(pdf: bytes, *, dpi: int = 50) -> Image.Image:
    """The first page as poppler draws it."""
    command = ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout)).convert("RGB")


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def structure(pdf: bytes) -> list[tuple[str, str]]:
    """The kind of each element of the tag tree and its alternative text, in reading order."""
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]

    def walk(element: Any) -> list[tuple[str, str]]:
        element = element.get_object()
        if not isinstance(element, dict):
            return []
        kids = element.get("/K", [])
        below = [each for kid in (kids if isinstance(kids, list) else [kids]) for each in walk(kid)]
        return [(str(element["/S"])[1:], str(element.get("/Alt", ""))), *below] if "/S" in element else below

    return walk(root["/StructTreeRoot"])


@contextmanager
def plainly() -> Iterator[None]:
    """Documents as WeasyPrint makes them by itself: by its own sheet for elements, with styles computed anew for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lms.pdf.styles.Page", HTML)
        yield
