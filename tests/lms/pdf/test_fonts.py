from pathlib import Path

import pytest

from lms.pdf import fonts
from lms.pdf.fonts import Face, FontMissing, find_font, missing_glyphs


def test_characters_of_rare_names_are_there() -> None:
    assert missing_glyphs("林虚光 𠮷䶮㛃 TJIP-A·（）《》“”") == []


def test_what_no_font_has_is_named_once_in_order() -> None:
    assert missing_glyphs("林\U0002cc08虚\U0010ffff\U0002cc08") == ["\U0002cc08", "\U0010ffff"]


@pytest.mark.parametrize("character", ["\n", "\u200b", "\ufe0f", "\u3000", " "])
def test_what_nobody_sees_is_not_missed(character: str) -> None:
    assert missing_glyphs(f"林{character}光") == []


def test_a_font_that_is_not_installed_is_named() -> None:
    with pytest.raises(FontMissing, match=r"Nowhere\.ttc"):
        find_font("Nowhere.ttc")


def test_a_file_without_the_family_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FACES", (Face("No Such Family", 400, "NotoSerifCJK-Regular.ttc"),))

    with pytest.raises(FontMissing, match="No Such Family"):
        missing_glyphs("林")


def test_the_fonts_lie_where_they_are_looked_for() -> None:
    for file in ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"):
        assert isinstance(find_font(file), Path)
