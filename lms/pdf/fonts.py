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
    """A face in a font file; ``package`` is Debian's and Ubuntu's name of what brings it."""

    family: str
    weight: int
    file: str
    package: str


# What documents are set in.
FACES = (
    Face("Noto Serif CJK SC", 400, "NotoSerifCJK-Regular.ttc", "fonts-noto-cjk"),
    Face("Noto Serif CJK SC", 700, "NotoSerifCJK-Bold.ttc", "fonts-noto-cjk"),
)
# Where a rarer character comes from, the first that has it: BabelStone Han draws the forms that are usual in China, Hanazono has nearly
# everything up to Extension F. Both are of one weight; a bold cut of them is made bolder.
RARE_FACES = (
    Face("BabelStone Han", 400, "BabelStoneHan.ttf", "fonts-babelstone-han"),
    Face("HanaMinA", 400, "HanaMinA.ttf", "fonts-hanazono"),
    Face("HanaMinB", 400, "HanaMinB.ttf", "fonts-hanazono"),
)
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
_FAMILY_NAME = 1
# Latin and its commonest accents; to them come the 7,445 characters of GB/T 2312.
_COMMON_RANGES = ((0x20, 0x7F), (0xA0, 0x104))
_GB2312_ROWS = range(0xA1, 0xF8)
_GB2312_CELLS = range(0xA1, 0xFF)
# Drawn by no font: line ends, joiners.
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
# Nor these, which choose a form of the character before them.
_VARIATION_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# Invisible, and what is seen is another text: it runs the other way round.
_TURNING = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
# What a font draws at a private code point is its maker's own choice, and no name.
_PRIVATE = "Co"


class FontMissing(Exception):
    """A font that the documents are set in is not installed on this machine."""


def missing_glyphs(text: str) -> list[str]:
    """The characters that cannot be drawn in every weight, each once, in the order of the text."""
    return [character for character in dict.fromkeys(text) if not (is_unseen(character) or _drawable(character))]


def is_unseen(character: str) -> bool:
    code = ord(character)
    return code in _VARIATION_SELECTORS or (unicodedata.category(character) in _INVISIBLE and code not in _TURNING)


def stack_of(weight: int) -> list[Face]:
    """The faces that a character of this weight is looked for in, in order; those alone that are installed."""
    faces = [*(face for face in FACES if face.weight == weight), *RARE_FACES]
    return [face for face in faces if _installed(face)]


@cache
def common_characters() -> frozenset[int]:
    """What texts and names are commonly written with; the documents' own faces have it all."""
    pairs = (bytes((row, cell)) for row in _GB2312_ROWS for cell in _GB2312_CELLS)
    chinese = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    return frozenset(map(ord, chinese)).union(*(range(first, end) for first, end in _COMMON_RANGES))


@cache
def characters(face: Face) -> dict[int, str]:
    """Each with the name of its glyph."""
    with open_face(face) as font:
        return dict(font.getBestCmap())


@cache
def find_font(file: str) -> Path:
    for folder in FOLDERS:
        for path in folder.rglob(file):
            return path
    package = next((face.package for face in (*FACES, *RARE_FACES) if face.file == file), "")
    raise FontMissing(
        f"The font file {file} is not installed"
        + (f"; Debian and Ubuntu have it in the package {package}." if package else ".")
    )


@contextmanager
def open_face(face: Face) -> Iterator[TTFont]:
    """The face, out of a file that may hold several."""
    path = find_font(face.file)
    if path.suffix != ".ttc":
        with TTFont(path, lazy=True) as font:
            yield font
        return
    with TTCollection(path, lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(_FAMILY_NAME) == face.family:
                yield font
                return
    raise FontMissing(f"{path.name} holds no font named {face.family}.")


def _drawable(character: str) -> bool:
    code = ord(character)
    if code in common_characters():
        return True
    if unicodedata.category(character) == _PRIVATE or code in _TURNING:
        return False
    return all(any(code in characters(face) for face in stack_of(face.weight)) for face in FACES)


@cache
def _installed(face: Face) -> bool:
    try:
        find_font(face.file)
    except FontMissing:
        return False
    return True
