from datetime import date

import pytest

from lms.accounts.rules import is_adult, mask_name


@pytest.mark.parametrize(
    ("born", "on", "verdict"),
    [
        (date(2007, 6, 2), date(2025, 6, 2), True),
        (date(2007, 6, 3), date(2025, 6, 2), False),
        (date(2008, 1, 1), date(2025, 6, 2), False),
        (date(1990, 12, 31), date(2025, 6, 2), True),
        (date(2004, 2, 29), date(2022, 2, 28), False),
        (date(2004, 2, 29), date(2022, 3, 1), True),
    ],
)
def test_adult_from_the_eighteenth_birthday(born: date, on: date, verdict: bool) -> None:
    assert is_adult(born, on) is verdict


@pytest.mark.parametrize(
    ("name", "masked"), [("林虚光", "林**"), ("何拟", "何*"), ("John Smith", "J*** S****"), ("", ""), ("李", "李")]
)
def test_masked_name_keeps_the_first_character_of_each_word(name: str, masked: str) -> None:
    assert mask_name(name) == masked
