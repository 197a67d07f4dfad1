from pathlib import Path

import pytest

from lms.pdf import fonts
from lms.pdf.fonts import FACES, RARE_FACES, Face, FontMissing, find_font, missing_glyphs, stack_of

# The Han blocks of GB 18030-2022 (level 3), each with its last assigned character in Unicode 14, how many of them the fonts of Debian 12
# draw, and how many there are. Beyond the standard: the compatibility blocks, and Extensions G, H and I.
BLOCKS = [
    ("Radicals Supplement", 0x2E80, 0x2EF3, 115, 115),
    ("Kangxi Radicals", 0x2F00, 0x2FD5, 214, 214),
    ("CJK Unified Ideographs", 0x4E00, 0x9FFF, 20992, 20992),
    ("Extension A", 0x3400, 0x4DBF, 6592, 6592),
    ("Extension B", 0x20000, 0x2A6DF, 42720, 42720),
    ("Extension C", 0x2A700, 0x2B738, 4153, 4153),
    ("Extension D", 0x2B740, 0x2B81D, 222, 222),
    ("Extension E", 0x2B820, 0x2CEA1, 5762, 5762),
    ("Extension F", 0x2CEB0, 0x2EBE0, 7473, 7473),
    ("Compatibility", 0xF900, 0xFAD9, 472, 472),
    ("Compatibility Supplement", 0x2F800, 0x2FA1D, 542, 542),
    ("Extension G", 0x30000, 0x3134A, 3045, 4939),
    ("Extension H", 0x31350, 0x323AF, 2271, 4192),
    ("Extension I", 0x2EBF0, 0x2EE5D, 0, 622),
]
# Places in the blocks that stand for no character.
UNASSIGNED = {0x2E9A, 0xFA6E, 0xFA6F}


@pytest.mark.parametrize(("block", "first", "last", "drawn", "size"), BLOCKS, ids=[block[0] for block in BLOCKS])
def test_what_the_fonts_draw_of_each_block(block: str, first: int, last: int, drawn: int, size: int) -> None:
    codes = [code for code in range(first, last + 1) if code not in UNASSIGNED]

    assert len(codes) == size
    # At least: a newer font may have more of the newest blocks.
    assert size - len(missing_glyphs("".join(map(chr, codes)))) >= drawn


def test_characters_of_rare_names_are_there() -> None:
    assert missing_glyphs("林虚光 𠮷䶮㛃 \U0002cc08 TJIP-A·（）《》“”") == []


def test_what_no_font_has_is_named_once_in_order() -> None:
    assert missing_glyphs("林\U0002ebf0虚\U0010ffff\U0002ebf0") == ["\U0002ebf0", "\U0010ffff"]


@pytest.mark.parametrize("character", ["\ue000", "\ue815", "\uf8ff"])
def test_a_private_character_is_missed_though_a_font_draws_something_there(character: str) -> None:
    assert missing_glyphs(character) == [character]


@pytest.mark.parametrize("character", ["\u202e", "\u2067", "\u200f"])
def test_what_turns_the_text_round_is_named(character: str) -> None:
    assert missing_glyphs(f"林{character}光") == [character]


@pytest.mark.parametrize("mark", ["\u0489", "\u093e", "\ufe2f"])
def test_a_mark_that_no_font_has_is_named(mark: str) -> None:
    assert missing_glyphs(f"林{mark}") == [mark]


@pytest.mark.parametrize("character", ["\n", "\u200b", "\ufe0f", "\U000e0100", "\u3000", " "])
def test_what_nobody_sees_is_not_missed(character: str) -> None:
    assert missing_glyphs(f"林{character}光") == []


def test_a_font_that_is_not_installed_is_named() -> None:
    with pytest.raises(FontMissing, match=r"^The font file Nowhere\.ttc is not installed\.$"):
        find_font("Nowhere.ttc")


def test_a_font_of_ours_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "RARE_FACES", (Face("Nowhere", 400, "Nowhere.ttf", "fonts-nowhere"),))

    with pytest.raises(FontMissing, match=r"in the package fonts-nowhere\.$"):
        find_font("Nowhere.ttf")


def test_without_the_rare_fonts_the_stack_is_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "RARE_FACES", (Face("Nowhere", 400, "Elsewhere.ttf", "fonts-nowhere"),))

    assert stack_of(700) == [FACES[1]]
    assert missing_glyphs("𠮷\U0002cc08") == ["\U0002cc08"]


def test_a_file_without_the_family_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Face("No Such Family", 400, "NotoSerifCJK-Regular.ttc", "fonts-noto-cjk")
    monkeypatch.setattr(fonts, "FACES", (absent,))

    with pytest.raises(FontMissing, match="No Such Family"):
        missing_glyphs("𠮷")


def test_the_fonts_lie_where_they_are_looked_for() -> None:
    for face in (*FACES, *RARE_FACES):
        assert isinstance(find_font(face.file), Path)
