"""Which characters the fonts of the documents can draw. A missing glyph is silent in a PDF: the page shows a box, the text layer reads right."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont


@dataclass(frozen=True)
class Face:
    family: str
    weight: int
    file: str


# What the style sheets name, with the files that draw it (Debian and Ubuntu: fonts-noto-cjk).
FACES = (
    Face("Noto Serif CJK SC", 400, "NotoSerifCJK-Regular.ttc"),
    Face("Noto Serif CJK SC", 700, "NotoSerifCJK-Bold.ttc"),
)
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
_FAMILY_NAME = 1
# Drawn by no font: line ends, joiners, variation selectors.
_INVISIBLE = {"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"}


class FontMissing(Exception):
    """A font that the documents are set in is not installed on this machine."""


def missing_glyphs(text: str) -> list[str]:
    """The characters that one of the faces cannot draw, each once, in the order of the text."""
    visible = (c for c in dict.fromkeys(text) if unicodedata.category(c) not in _INVISIBLE)
    return [character for character in visible if any(ord(character) not in _characters(face) for face in FACES)]


@cache
def find_font(file: str) -> Path:
    for folder in FOLDERS:
        for path in folder.rglob(file):
            return path
    raise FontMissing(
        f"The font file {file} is not installed; Debian and Ubuntu have it in the package fonts-noto-cjk."
    )


@contextmanager
def open_face(face: Face) -> Iterator[TTFont]:
    """The face, out of a file that may hold several."""
    path = find_font(face.file)
    with TTCollection(path, lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(_FAMILY_NAME) == face.family:
                yield font
                return
    raise FontMissing(f"{path.name} holds no font named {face.family}.")


@cache
def _characters(face: Face) -> frozenset[int]:
    with open_face(face) as font:
        return frozenset(font.getBestCmap())
