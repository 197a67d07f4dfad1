from pathlib import Path

import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pytest_django import Settings

from lms.pdf import faces
from lms.pdf.faces import COMMON, face_rules, rare_parts, working_face
from lms.pdf.fonts import FACES, RARE_FACES, Face, common_characters, open_face

# The ink of a curve may move by the error that its conversion is allowed.
TOLERANCE = 2


def bounds(font: TTFont, character: str) -> tuple[float, ...]:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    assert pen.bounds is not None
    return tuple(pen.bounds)


def ink(font: TTFont, character: str) -> float:
    glyphs = font.getGlyphSet()
    pen = AreaPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    return abs(float(pen.value))


@pytest.mark.parametrize("face", FACES, ids=lambda face: str(face.weight))
def test_a_working_face_draws_as_the_full_one(face: Face) -> None:
    with open_face(face) as full, TTFont(working_face(f"{COMMON}-{face.weight}")) as cut:
        assert cut.sfntVersion == "\x00\x01\x00\x00"
        assert cut["OS/2"].usWeightClass == face.weight
        for character in "知识产权林虚光鑫TJIP-0123（》·":
            assert bounds(cut, character) == pytest.approx(bounds(full, character), abs=TOLERANCE)
            name = full.getBestCmap()[ord(character)]
            assert cut["hmtx"][cut.getBestCmap()[ord(character)]][0] == full["hmtx"][name][0]


def test_the_working_faces_have_every_common_character() -> None:
    for face in FACES:
        with TTFont(working_face(f"{COMMON}-{face.weight}")) as cut:
            assert common_characters() - cut.getBestCmap().keys() == set()


def test_the_commonest_characters_come_first() -> None:
    """What a page takes out of a face is looked for up to the last glyph it uses."""
    with TTFont(working_face(f"{COMMON}-400")) as cut:
        places = [cut.getGlyphID(cut.getBestCmap()[ord(character)]) for character in "ÀAT，林一座亍鑫"]

    assert places == sorted(places)
    # The first level's last character is 座, the second one's first 亍.
    assert places[-2] == places[-3] + 1 < 4_700 < len(common_characters())


def test_common_characters_are_those_of_the_national_standard() -> None:
    chinese = {code for code in common_characters() if 0x4E00 <= code <= 0x9FFF}

    assert len(chinese) == 6763  # GB/T 2312-1980: 3,755 of the first level and 3,008 of the second
    assert ord("\U00020bb7") not in common_characters()


def test_rare_characters_name_their_blocks() -> None:
    assert rare_parts("林虚光 TJIP-A\n\ue000") == ()
    assert rare_parts("林𠮷䶮㛃𠮸") == ("20B", "36", "4D")


def test_a_block_takes_each_character_from_the_first_face_that_has_it() -> None:
    """䶮 of Noto, U+20B02 of BabelStone, U+20B00 of Hanazono alone; the grids of the latter two have 1,024 units."""
    with (
        TTFont(working_face("4D-400")) as first,
        TTFont(working_face("20B-400")) as second,
        open_face(FACES[0]) as noto,
        open_face(RARE_FACES[0]) as babelstone,
        open_face(RARE_FACES[2]) as hanazono,
    ):
        assert 0x20B00 not in noto.getBestCmap().keys() | babelstone.getBestCmap().keys()
        assert bounds(first, "䶮") == pytest.approx(bounds(noto, "䶮"), abs=TOLERANCE)
        for font, character in ((babelstone, "\U00020b02"), (hanazono, "\U00020b00")):
            scaled = [side * 1000 / 1024 for side in bounds(font, character)]
            assert bounds(second, character) == pytest.approx(scaled, abs=TOLERANCE)
        assert second["hmtx"]["u20B02"][0] == 1000


def test_a_bold_character_of_a_face_without_bold_is_made_bolder() -> None:
    with TTFont(working_face("20B-400")) as plain, TTFont(working_face("20B-700")) as bold:
        for character in ("\U00020b00", "\U00020b02"):
            assert 1.15 < ink(bold, character) / ink(plain, character) < 1.8
            grown = [b - p for b, p in zip(bounds(bold, character), bounds(plain, character), strict=True)]
            assert grown[0] < 0 < grown[2]
            assert max(map(abs, grown)) < 40


def test_a_cut_is_made_once_and_again_alike(settings: Settings, tmp_path: Path) -> None:
    settings.FACES_ROOT = tmp_path / "one"
    first = working_face("36-700")
    made = first.stat().st_mtime_ns

    assert working_face("36-700") == first
    assert first.stat().st_mtime_ns == made

    settings.FACES_ROOT = tmp_path / "other"
    again = working_face("36-700")
    assert again.read_bytes() == first.read_bytes()
    assert [path.relative_to(tmp_path / "other") for path in again.parent.iterdir()] == [Path(first.name)]


def test_another_font_behind_it_makes_another_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    before = faces.working_face("36-700")
    monkeypatch.setattr(faces, "stack_of", lambda _weight: [FACES[1]])

    assert faces.working_face("36-700") != before


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "common", "common-500", "../20B-400", "20b-400", "10FFFF-400", ""])
def test_an_unknown_face_is_an_error(name: str) -> None:
    with pytest.raises(LookupError):
        working_face(name)


@pytest.mark.parametrize("part", [COMMON, "20B"])
def test_every_weight_has_its_rule(part: str) -> None:
    assert [face_rules(part).count(f"face:{part}-{face.weight}") for face in FACES] == [1, 1]
