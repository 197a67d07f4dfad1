"""Numbers of GB 11643's own annex and of published examples; none belongs to a person of the tests."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.enums import IdType
from lms.accounts.id_numbers import birth_date_on_card, check_character, is_well_formed, normalize_id_number


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_resident_card_of_the_standard_is_well_formed(number: str) -> None:
    assert is_well_formed(IdType.RESIDENT_CARD, number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # the check character is X
        "11010519491231002",  # 17 characters
        "110105491231002",  # the old 15 digits
        "110105194902310026",  # 31 February
        "010105194912310021",  # no place begins with 0
        "１１０１０５１９４９１２３１００２X",  # full-width digits are normalized before
        "",
    ],
)
def test_resident_card_with_a_fault_is_refused(number: str) -> None:
    assert not is_well_formed(IdType.RESIDENT_CARD, number)


def test_normalizing_forgives_habits_of_typing() -> None:
    assert normalize_id_number(" １１0105 19491231 002x ") == "11010519491231002X"


def test_birth_date_is_read_from_the_card() -> None:
    assert birth_date_on_card("11010519491231002X") == date(1949, 12, 31)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_character_makes_the_iso_7064_remainder_one(digits: str) -> None:
    check = check_character(digits)
    values = [*map(int, digits), 10 if check == "X" else int(check)]
    weights = [pow(2, 17 - place) for place in range(18)]
    assert sum(value * weight for value, weight in zip(values, weights, strict=True)) % 11 == 1


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_check_character_notices_every_single_wrong_digit(digits: str, place: int, shift: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert check_character(wrong) != check_character(digits)


@pytest.mark.parametrize(
    ("id_type", "number", "verdict"),
    [
        (IdType.PASSPORT, "E12345678", True),
        (IdType.PASSPORT, "E1-2345", False),
        (IdType.PASSPORT, "E123", False),
        (IdType.HK_MACAO_PERMIT, "H1234567890", True),
        (IdType.HK_MACAO_PERMIT, "M12345678", True),
        (IdType.HK_MACAO_PERMIT, "T12345678", False),
        (IdType.TAIWAN_PERMIT, "12345678", True),
        (IdType.TAIWAN_PERMIT, "1234567", False),
    ],
)
def test_other_documents_have_their_own_form(id_type: IdType, number: str, verdict: bool) -> None:
    assert is_well_formed(id_type, number) is verdict
