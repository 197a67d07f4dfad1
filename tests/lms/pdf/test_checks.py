import pytest

from lms.pdf import checks
from lms.pdf.checks import check_fonts, check_rare_fonts, check_subsetter
from lms.pdf.fonts import Face

NOWHERE = (Face("Nowhere", 400, "Nowhere.ttc", "fonts-nowhere"),)


def test_this_machine_passes() -> None:
    assert check_fonts(None) == []
    assert check_rare_fonts(None) == []
    assert check_subsetter(None) == []


def test_a_missing_font_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FACES", NOWHERE)

    assert [message.id for message in check_fonts(None)] == ["pdf.E001"]


def test_a_missing_font_of_rare_characters_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "RARE_FACES", NOWHERE)

    assert [message.id for message in check_rare_fonts(None)] == ["pdf.W002"]


def test_a_missing_subsetter_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_SUBSETTER", "libnowhere.so.0")

    assert [message.id for message in check_subsetter(None)] == ["pdf.W001"]
