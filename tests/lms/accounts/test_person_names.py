import pytest

from lms.accounts.person_names import compose_accents, unfit_characters


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jose\u0301", "José"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("林虚光", "林虚光"),
        # Neither the form of a character nor a character of its own is lost.
        ("邊\U000e0100", "邊\U000e0100"),
        ("\ufa0c", "\ufa0c"),
        ("\u0301", "\u0301"),
        ("", ""),
    ],
)
def test_an_accent_becomes_one_with_its_letter(typed: str, kept: str) -> None:
    assert compose_accents(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "林虚光",
        "龙\U00020bb7䶮㛃",
        "阿依古丽·买买提·Jean-François",
        "O’Neill (Jr.)",
        "邊\U000e0100",
        "〇",
        "김철수",
        "Ḟ Q̈ 3",
    ],
)
def test_a_name_is_fit(name: str) -> None:
    assert unfit_characters(name) == []


def test_what_nobody_sees_and_signs_are_named_once_in_order() -> None:
    name = "林\u202e\u200b\ufeff\x00光😀⾏\ud842€÷\u202e"
    assert unfit_characters(name) == ["\u202e", "\u200b", "\ufeff", "\x00", "😀", "⾏", "\ud842", "€", "÷"]
