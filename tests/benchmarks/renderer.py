"""A process that renders certificates and does nothing else: ``python -m tests.benchmarks.renderer WAY JOB`` (see ``rendering.py``).

It has the templates and the style sheets, but neither the database nor the site's other apps, so that its memory is the rendering's.
Each line it is given is a number of certificates to make; it answers with what they cost, as a line of JSON.
"""

import json
import resource
import sys
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import django
from django.conf import settings

_ROOT = Path(__file__).resolve().parents[2]
_CERTIFICATES = _ROOT / "certification/certificates"
_OWN = Path(__file__).parent / "templates"
_PAGE_BYTES = resource.getpagesize()
_PAGE, _STYLE = "certificates/pdf/framed.html", "certificates/framed.css"
Make = Callable[[dict[str, Any]], bytes]


def main(way: str, job: Path) -> None:
    given = json.loads(job.read_text())
    _configure(given)
    make: Make = {"ours": _render, "signed": _render_and_sign, "naive": _render_naively, "typst": _typeset}[way]
    pages, made = given["pages"], 0
    for line in sys.stdin:
        start, size = process_time(), 0
        for _each in range(int(line)):
            pdf = make(pages[made % len(pages)])
            size, made = size + len(pdf), made + 1
        cost = {"cpu": process_time() - start, "bytes": size}
        print(json.dumps(cost | {"resident": _resident(), "peak": _peak()}), flush=True)


def _configure(given: dict[str, Any]) -> None:
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [_CERTIFICATES / "templates", _OWN],
                "OPTIONS": {"libraries": {"line_ends": "certification.certificates.templatetags.line_ends"}},
            }
        ],
        STATICFILES_DIRS=[_CERTIFICATES / "static"],
        STATIC_URL="/static/",
        FACES_ROOT=given["faces"],
        SIGNING_KEY_DIR=given["keys"],
        SIGNING_KEY_URI="",
        TIMESTAMP_URL="",
        USE_TZ=True,
        LANGUAGE_CODE="zh-hans",
    )
    django.setup()


def _render(page: dict[str, Any]) -> bytes:
    from certification.certificates.qr import qr_blocks
    from certification.certificates.seal import seal_of_tests_svg
    from lms.pdf.rendering import render_pdf

    return render_pdf(
        template=_PAGE,
        context=page,
        stylesheet=_STYLE,
        drawings={"qr": qr_blocks(page["address"]), "seal": seal_of_tests_svg()},
    )


def _render_and_sign(page: dict[str, Any]) -> bytes:
    from certification.certificates.signing import load_signer

    return load_signer().sign(_render(page), now=datetime.now(UTC))


def _render_naively(page: dict[str, Any]) -> bytes:
    """Everything in the markup, parsed anew for every document, the code as a bitmap, fonts found anew."""
    import segno
    from django.template.loader import render_to_string
    from weasyprint import HTML

    picture = BytesIO()
    segno.make_qr(page["address"], error="m").save(picture, kind="png", scale=10)
    frame = _as_data("image/svg+xml", (_CERTIFICATES / "static/certificates/frame.svg").read_bytes())
    style = (_OWN / "benchmarks/naive.css").read_text().replace("static:certificates/frame.svg", frame)
    context = page | {"style": style, "qr_bitmap": _as_data("image/png", picture.getvalue())}
    pdf: bytes = HTML(string=render_to_string("benchmarks/naive.html", context)).write_pdf()
    return pdf


def _typeset(page: dict[str, Any]) -> bytes:
    import typst

    inputs = {"page": json.dumps(page)}
    pdf: bytes = typst.compile(_OWN / "benchmarks/certificate.typ", sys_inputs=inputs, root=_ROOT)
    return pdf


def _as_data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES


def _peak() -> int:
    """Of this program alone: what ``getrusage`` tells begins with the size of the process that started it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) * 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
