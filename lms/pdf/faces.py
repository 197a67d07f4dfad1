"""Working faces: TrueType faces of few characters, cut out of the full fonts once per machine, when they are first wanted.

Cutting a face of 65,000 characters down to those of a page takes most of the page's time and leaves 100 kB of it in the file; out of
a working face it takes a hundredth of that. One holds the characters that texts and names are commonly written with; of every block of
256 further characters there is one for the name that has a rare character in it: no name is refused for speed.
The outlines become TrueType's, for a cut of a CID-keyed OpenType face loses its Chinese in viewers that follow the standard.
"""

import os
import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont

from lms.pdf.fonts import FACES, Face, characters, common_characters, find_font, is_unseen, open_face, stack_of
from lms.pdf.outlines import UNITS, Drawn, box, take_outlines

COMMON = "common"
_BLOCK_BITS = 8
_BLOCK = re.compile(r"[0-9A-F]{2,4}")
# Changed with what this module makes, so that an older cut is not taken for it.
_EDITION = "6"


def working_family(part: str = COMMON) -> str:
    """The name by which style sheets know a working face: “Working Noto Serif CJK SC”, or that of a block, “Working U+20B00”."""
    return "Working Noto Serif CJK SC" if part == COMMON else f"Working U+{part}00"


def rare_parts(text: str) -> tuple[str, ...]:
    """The blocks beside the common characters that the text takes from, in order."""
    rare = (ord(character) for character in set(text) if not _common_or_unseen(character))
    return tuple(sorted({f"{code >> _BLOCK_BITS:02X}" for code in rare}))


def working_names(part: str = COMMON) -> list[str]:
    return [f"{part}-{face.weight}" for face in FACES]


def face_rules(part: str = COMMON) -> str:
    """The style sheet that makes a working face known, in its two weights."""
    return "".join(
        f'@font-face {{ font-family: "{working_family(part)}"; font-weight: {name.rpartition("-")[2]}; src: url("face:{name}") }}'
        for name in working_names(part)
    )


def working_face(name: str) -> Path:
    """The file of the working face “common-400”, “20B-700” …, cut when it is first wanted (the common ones take seconds, a block less than one).

    Raises ``LookupError`` for another name and ``FontMissing`` where the font of the documents is not installed.
    """
    part, _dash, weight = name.partition("-")
    face = next((face for face in FACES if str(face.weight) == weight), None)
    if face is None or not (part == COMMON or _BLOCK.fullmatch(part)):
        raise LookupError(name)
    stack = [face] if part == COMMON else stack_of(face.weight)
    path = Path(settings.FACES_ROOT) / f"{name}-{_version([face, *stack])}.ttf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: several workers may begin at once.
        partial = path.with_suffix(f".{os.getpid()}")
        _cut(part, face, stack, partial)
        partial.replace(path)
    return path


def _common_or_unseen(character: str) -> bool:
    return (
        ord(character) in common_characters()
        or is_unseen(character)
        or unicodedata.category(character)[0] in {"C", "Z"}
    )


def _version(faces: Iterable[Face]) -> str:
    files = (find_font(face.file) for face in faces)
    described = [f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files]
    return sha256(" ".join([_EDITION, *described]).encode()).hexdigest()[:12]


def _wanted(part: str) -> frozenset[int]:
    if part == COMMON:
        return common_characters()
    first = int(part, 16) << _BLOCK_BITS
    return frozenset(range(first, first + (1 << _BLOCK_BITS))) - common_characters()


def _commonest_first(code: int) -> tuple[bytes, int]:
    """As GB/T 2312 has it: letters and signs, the 3,755 characters of its first level, then the others.

    What a page takes out of a face is looked for up to the last glyph that it uses.
    """
    return chr(code).encode("gb2312", errors="ignore"), code


def _cut(part: str, face: Face, stack: list[Face], target: Path) -> None:
    """Each character out of the first face of the stack that has it; lines as high as in the face of the documents."""
    with open_face(face) as full:
        drawn = {".notdef": box()}
        names: dict[int, str] = {}
        for source in stack:
            codes = sorted((_wanted(part) & characters(source).keys()) - names.keys(), key=_commonest_first)
            if not codes:
                continue
            glyphs = [characters(source)[code] for code in codes]
            with open_face(source) as font:
                outlines = take_outlines(font, glyphs, bolder=source.weight < face.weight)
                taken = {code: f"u{code:04X}" for code in codes}
                drawn |= zip(taken.values(), outlines, strict=True)
            names |= taken
        _build(full, face, part, names, drawn).save(target)


def _build(full: TTFont, face: Face, part: str, names: dict[int, str], drawn: dict[str, Drawn]) -> FontBuilder:
    builder = FontBuilder(UNITS, isTTF=True)
    # Equal input, equal bytes.
    builder.font.recalcTimestamp = False
    builder.updateHead(created=full["head"].created, modified=full["head"].modified)
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: outline for name, (outline, _metrics) in drawn.items()})
    builder.setupHorizontalMetrics({name: metrics for name, (_outline, metrics) in drawn.items()})
    header, heights = full["hhea"], full["OS/2"]
    builder.setupHorizontalHeader(ascent=header.ascent, descent=header.descent, lineGap=header.lineGap)
    builder.setupNameTable({"familyName": working_family(part), "styleName": str(face.weight)})
    builder.setupOS2(
        sTypoAscender=heights.sTypoAscender,
        sTypoDescender=heights.sTypoDescender,
        sTypoLineGap=heights.sTypoLineGap,
        usWinAscent=heights.usWinAscent,
        usWinDescent=heights.usWinDescent,
        usWeightClass=face.weight,
    )
    builder.setupPost(keepGlyphNames=False)
    return builder
