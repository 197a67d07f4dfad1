"""Templates of every kind, language and layout, with pictures; and specimens of them."""

from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from certification.certificates.enums import Kind
from certification.certificates.models import CertificateTemplate, TemplatePicture

SVG_SEAL = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle cx="21" cy="21" r="19" fill="none"
 stroke="#c3272b" stroke-width="2"/><path fill="#c3272b" d="M21 10 24 18H32L26 23 28 31 21 26 14 31 16 23 10 18H18Z"/></svg>"""


def make_design(kind: str, *, language: str, layout: str, **changes: Any) -> CertificateTemplate:
    """Not saved; the texts are those of the migrations."""
    first: Any = import_module("certification.certificates.migrations.0002_first_template")
    kinds: Any = import_module("certification.certificates.migrations.0010_first_templates_of_kinds")
    competency = {"title": first.TITLE, "body": first.BODY, "disclaimer": first.DISCLAIMER} | kinds.COMPETENCY_EN
    texts = {Kind.COMPETENCY.value: competency} | kinds.TEXTS
    shared: dict[str, Any] = {
        "version": 1,
        "issuer_name": first.ISSUER,
        "issuer_name_en": kinds.ISSUER_EN,
        "issuer_credit_code": first.CREDIT_CODE,
    }
    return CertificateTemplate(kind=kind, language=language, layout=layout, **(shared | texts[kind] | changes))


@cache
def png_seal(size: int = 240) -> bytes:
    """A round red seal on nothing."""
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((8, 8, size - 8, size - 8), outline=(195, 39, 43, 255), width=9)
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def with_pictures(template: CertificateTemplate) -> CertificateTemplate:
    template.seal = TemplatePicture(media_type="image/png", content=png_seal())
    template.signature = TemplatePicture(media_type="image/svg+xml", content=SVG_SEAL)
    template.signatory_name, template.signatory_post, template.signatory_post_en = "林会长", "会长", "President"
    return template
