"""A certificate's PDF, made as the platform makes it, against the same page made as one would at first."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from certification.certificates.documents import build_pdf, page_context
from certification.certificates.models import Certificate
from tests.benchmarks.measure import Measurement, compare

TEMPLATE = "certificates/pdf/framed.html"


def certificate_pdf(certificate: Certificate, *, seconds: float) -> Measurement:
    return compare(
        name="certificate PDF",
        deed=lambda: build_pdf(certificate),
        floor=lambda: build_naively(certificate),
        unit="documents/s",
        seconds=seconds,
    )


def build_naively(certificate: Certificate) -> bytes:
    """Everything in the markup, parsed anew for every document, the code as a bitmap, fonts found anew."""
    from weasyprint import HTML

    context = page_context(certificate)
    markup = str(render_to_string(TEMPLATE, context))
    style = _read("certificates/framed.css").replace(
        "static:certificates/frame.svg", _data("image/svg+xml", _read("certificates/frame.svg").encode())
    )
    code, end = markup.index('<svg class="qr"'), "</svg>"
    after = markup.index(end, code) + len(end)
    picture = f'<img class="qr" alt="QR" src="{_bitmap(str(context["address"]))}">'
    markup = (markup[:code] + picture + markup[after:]).replace("</head>", f"<style>{style}</style></head>")
    pdf: bytes = HTML(string=markup).write_pdf()
    return pdf


def _read(name: str) -> str:
    path = finders.find(name)
    return Path(str(path)).read_text(encoding="utf-8")


def _bitmap(text: str) -> str:
    picture = BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="png", scale=10)
    return _data("image/png", picture.getvalue())


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
