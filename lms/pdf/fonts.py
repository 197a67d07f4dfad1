"""Which characters the fonts of the documents can draw. A missing glyph is silent in a PDF: the page shows a box, the text layer reads right."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection

# What the style sheets name, in their order, with the files that draw it (Debian and Ubuntu: fonts-noto-cjk).
FAMILIES = {
    "Noto Serif CJK SC": ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
}
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
    faces = [_characters(find_font(file), family) for family, files in FAMILIES.items() for file in files]
    visible = (c for c in dict.fromkeys(text) if unicodedata.category(c) not in _INVISIBLE)
    return [character for character in visible if any(ord(character) not in face for face in faces)]


@cache
def find_font(file: str) -> Path:
    for folder in FOLDERS:
        for path in folder.rglob(file):
            return path
    raise FontMissing(
        f"The font file {file} is not installed; Debian and Ubuntu have it in the package fonts-noto-cjk."
    )


@cache
def _characters(path: Path, family: str) -> frozenset[int]:
    with TTCollection(path, lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(_FAMILY_NAME) == family:
                return frozenset(font.getBestCmap())
    raise FontMissing(f"{path.name} holds no font named {family}.")
