"""The picture that other sites show beside the link to a shared certificate (Open Graph): what it certifies, and never whom."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image, ImageDraw, ImageFont

from certification.certificates.badges import read_badge
from certification.certificates.credentials import picture_name
from certification.certificates.models import Certificate
from lms.pdf.fonts import FACES, Face, find_font

# What the sites that show it ask for.
WIDTH, HEIGHT = 1200, 630
_PAPER, _INK, _BAND, _MUTED, _RED = "#f7f5f0", "#14274a", "#16294a", "#505a69", "#c3272b"
_MARGIN = 80
_BADGE = 300
_TEXT_WIDTH = WIDTH - 3 * _MARGIN - _BADGE
_REGULAR, _BOLD = FACES
# Counted up when the drawing below changes, so that pictures are drawn anew.
_EDITION = 1
# Unbroken: a word of letters and digits with the space behind it; every other character may begin a line.
_UNIT = re.compile(r"[A-Za-z0-9’'\-.]+ ?|.")


def share_picture(certificate: Certificate) -> bytes:
    """As PNG. Drawn once: certificates that say the same have one picture between them, kept under a name made of what it says."""
    said = _said(certificate)
    badge = picture_name(certificate, is_test=certificate.is_test)
    digest = hashlib.sha256("\0".join([str(_EDITION), badge, *said]).encode()).hexdigest()
    name, storage = f"shared/{digest[:40]}.png", storages["private"]
    if storage.exists(name):
        with storage.open(name) as file:
            kept: bytes = file.read()
        return kept
    drawn = _draw(*said, badge=read_badge(badge, "png"))
    storage.save(name, ContentFile(drawn))
    return drawn


def _said(certificate: Certificate) -> tuple[str, str, str]:
    """Title, what follows it in brackets, issuer; with the mark of a test."""
    title, bracket, rest = certificate.title.partition("（")
    issuer = certificate.template.issuer_name if certificate.template is not None else ""
    mark = "测试 · 无效 TEST · NOT VALID" if certificate.is_test else ""
    return title, bracket + rest, f"{issuer}\n{mark}"


def _draw(title: str, direction: str, foot: str, *, badge: bytes) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 24), fill=_BAND)
    draw.rectangle((0, HEIGHT - 24, WIDTH, HEIGHT), fill=_BAND)
    size = 60 if len(title) < 20 else 50
    y = 130
    for text, font, color in ((title, _font(_BOLD, size), _INK), (direction, _font(_BOLD, 40), _RED)):
        for line in _break(text, font):
            draw.text((_MARGIN, y), line, font=font, fill=color)
            y += round(font.size * 1.45)
        y += 14
    issuer, mark = foot.split("\n")
    draw.text((_MARGIN, HEIGHT - 150), issuer, font=_font(_REGULAR, 34), fill=_MUTED)
    draw.text((_MARGIN, HEIGHT - 98), mark, font=_font(_BOLD, 28), fill=_RED)
    with Image.open(BytesIO(badge)) as file:
        seal = file.convert("RGBA").resize((_BADGE, _BADGE))
    picture.paste(seal, (WIDTH - _MARGIN - _BADGE, (HEIGHT - _BADGE) // 2), seal)
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _break(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for unit in _UNIT.findall(text):
        if line and font.getlength(line + unit.rstrip()) > _TEXT_WIDTH:
            yield line
            line = ""
        line += unit
    if line:
        yield line


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A collection holds one face for each region; the one for Simplified Chinese is found by its name."""
    path = str(find_font(face.file))
    for index in range(10):
        font = ImageFont.truetype(path, size, index=index)
        if font.getname()[0] == face.family:
            return font
    raise LookupError(f"{path} holds no font named {face.family}.")
