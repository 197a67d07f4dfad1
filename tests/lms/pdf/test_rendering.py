from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from pypdf import PdfReader

from lms.pdf.rendering import render_pdf
from lms.pdf.resources import ResourceRefused

STYLESHEET = "certificates/certificate.css"


def pages(folder: Path, markup: str) -> bytes:
    (folder / "page.html").write_text(markup)
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [str(folder)]}
    with override_settings(TEMPLATES=[engine]):
        return render_pdf(template="page.html", context={"name": "林虚光"}, stylesheet=STYLESHEET)


def test_a_template_becomes_pdf_a(tmp_path: Path) -> None:
    pdf = pages(tmp_path, '<html lang="zh-Hans"><title>T</title><p>{{ name }}</p></html>')

    assert pdf.startswith(b"%PDF-1.7")
    catalog: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    metadata = catalog["/Metadata"].get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata or b'pdfaid:part="3"' in metadata


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    markup = '<html lang="zh-Hans"><title>T</title><p>{{ name }}</p></html>'

    assert pages(tmp_path, markup) == pages(tmp_path, markup)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png"])
def test_a_template_cannot_reach_beyond_the_site(tmp_path: Path, address: str) -> None:
    with pytest.raises(ResourceRefused):
        pages(tmp_path, f'<html lang="zh-Hans"><title>T</title><img src="{address}" alt="x"></html>')
