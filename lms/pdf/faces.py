"""Working faces: the characters that texts and names are commonly written with, cut out of the full fonts once per machine.

Cutting a face of 65,000 characters down to those of a page takes most of the page's time and leaves 100 kB of it in the file; out of
a working face it takes a hundredth of that. What a working face lacks, the full face behind it draws: no name is refused for speed.
The outlines become TrueType's, for a cut of a CID-keyed OpenType face loses its Chinese in viewers that follow the standard.
"""

import os
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from lms.pdf.fonts import FACES, Face, find_font, open_face

# Latin with its accents and general punctuation; to them come the 7,445 characters of GB/T 2312.
_RANGES = ((0x20, 0x7F), (0xA0, 0x180), (0x2000, 0x2070))
_GB2312_ROWS = range(0xA1, 0xF8)
_GB2312_CELLS = range(0xA1, 0xFF)
# How far a TrueType curve may be from the original, in units of a thousandth of the type size.
_LARGEST_ERROR = 1.0
# Changed with what this module makes, so that an older cut is not taken for it.
_EDITION = "1"


def face_rules() -> str:
    """The style sheet that makes the working faces known, each as “Working …”."""
    return "".join(
        f'@font-face {{ font-family: "{working_family(face.family)}"; font-weight: {face.weight}; src: url("face:{face.file}") }}'
        for face in FACES
    )


def working_family(family: str) -> str:
    return f"Working {family}"


def working_face(file: str) -> Path:
    """The working face of a font file that the documents are set in; made when it is first wanted (some five seconds).

    Raises ``LookupError`` for any other file and ``FontMissing`` where the full font is not installed.
    """
    face = next((face for face in FACES if face.file == file), None)
    if face is None:
        raise LookupError(file)
    full = find_font(file)
    version = sha256(f"{_EDITION} {full.name} {full.stat().st_size} {full.stat().st_mtime_ns}".encode()).hexdigest()[
        :12
    ]
    path = Path(settings.FACES_ROOT) / f"{full.stem}-{version}.ttf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: several workers may begin at once.
        partial = path.with_suffix(f".{os.getpid()}")
        _cut(face, partial)
        partial.replace(path)
    return path


@cache
def common_characters() -> frozenset[int]:
    pairs = (bytes((row, cell)) for row in _GB2312_ROWS for cell in _GB2312_CELLS)
    chinese = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    return frozenset(map(ord, chinese)).union(*(range(first, end) for first, end in _RANGES))


def _cut(face: Face, target: Path) -> None:
    with open_face(face) as full:
        names = {code: name for code, name in full.getBestCmap().items() if code in common_characters()}
        order = [".notdef", *dict.fromkeys(names.values())]
        header, metrics = full["hhea"], full["OS/2"]
        builder = FontBuilder(full["head"].unitsPerEm, isTTF=True)
        # Equal input, equal bytes.
        builder.font.recalcTimestamp = False
        builder.updateHead(created=full["head"].created, modified=full["head"].modified)
        builder.setupGlyphOrder(order)
        builder.setupCharacterMap(names)
        builder.setupGlyf(_outlines(full, order))
        builder.setupHorizontalMetrics({name: full["hmtx"][name] for name in order})
        builder.setupHorizontalHeader(ascent=header.ascent, descent=header.descent, lineGap=header.lineGap)
        builder.setupNameTable({"familyName": working_family(face.family), "styleName": str(face.weight)})
        builder.setupOS2(
            sTypoAscender=metrics.sTypoAscender,
            sTypoDescender=metrics.sTypoDescender,
            sTypoLineGap=metrics.sTypoLineGap,
            usWinAscent=metrics.usWinAscent,
            usWinDescent=metrics.usWinDescent,
            usWeightClass=face.weight,
        )
        builder.setupPost(keepGlyphNames=False)
        builder.save(target)


def _outlines(full: TTFont, names: Iterable[str]) -> dict[str, Glyph]:
    drawn, outlines = full.getGlyphSet(), {}
    for name in names:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, max_err=_LARGEST_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    return outlines
