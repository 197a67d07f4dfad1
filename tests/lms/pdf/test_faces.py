from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pytest_django import Settings

from lms.pdf import faces
from lms.pdf.faces import common_characters, face_rules, working_face
from lms.pdf.fonts import FACES, Face, open_face

# The ink of a curve may move by the error that its conversion is allowed.
TOLERANCE = 2


def bounds(font: TTFont, character: str) -> tuple[float, ...]:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    assert pen.bounds is not None
    return tuple(pen.bounds)


@pytest.mark.parametrize("face", FACES, ids=lambda face: str(face.weight))
def test_a_working_face_draws_as_the_full_one(face: Face) -> None:
    with open_face(face) as full, TTFont(working_face(face.file)) as cut:
        assert cut.sfntVersion == "\x00\x01\x00\x00"
        assert cut["OS/2"].usWeightClass == face.weight
        for character in "知识产权林虚光鑫TJIP-0123（》·":
            assert bounds(cut, character) == pytest.approx(bounds(full, character), abs=TOLERANCE)
            name = full.getBestCmap()[ord(character)]
            assert cut["hmtx"][cut.getBestCmap()[ord(character)]] == full["hmtx"][name]


def test_common_characters_are_those_of_the_national_standard() -> None:
    chinese = {code for code in common_characters() if 0x4E00 <= code <= 0x9FFF}

    assert len(chinese) == 6763  # GB/T 2312-1980: 3,755 of the first level and 3,008 of the second
    assert ord("\U00020bb7") not in common_characters()


def test_a_cut_is_made_once_and_again_alike(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "common_characters", lambda: frozenset(map(ord, "林虚光")))
    settings.FACES_ROOT = tmp_path / "one"
    first = working_face(FACES[0].file)
    made = first.stat().st_mtime_ns

    assert working_face(FACES[0].file) == first
    assert first.stat().st_mtime_ns == made

    settings.FACES_ROOT = tmp_path / "other"
    again = working_face(FACES[0].file)
    assert again.read_bytes() == first.read_bytes()
    assert [path.relative_to(tmp_path / "other") for path in again.parent.iterdir()] == [Path(first.name)]


def test_an_unknown_face_is_an_error() -> None:
    with pytest.raises(LookupError):
        working_face("DejaVuSans.ttf")


def test_every_face_has_its_rule() -> None:
    assert [face_rules().count(f"face:{face.file}") for face in FACES] == [1, 1]
