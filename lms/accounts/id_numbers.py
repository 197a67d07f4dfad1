"""ID numbers as printed on the document. Pure: text in, a verdict out."""

import re
import unicodedata
from datetime import date

from lms.accounts.enums import IdType

# GB 11643: 6 digits of the place, 8 of the birth date, 3 of the order, 1 check character.
_RESIDENT_CARD = re.compile(r"[1-9]\d{16}[\dX]")
_OTHERS = {
    IdType.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    IdType.HK_MACAO_PERMIT: re.compile(r"[HM]\d{8}(\d{2})?"),
    IdType.TAIWAN_PERMIT: re.compile(r"\d{8}(\d{2})?"),
}
_CHECK_CHARACTERS = "0123456789X"
_RADIX = 2
_MODULUS = 11


def normalize_id_number(number: str) -> str:
    """Full-width characters, spaces and a small x are habits of typing, not other numbers."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def is_well_formed(id_type: IdType, number: str) -> bool:
    """``number`` is normalized already."""
    if id_type != IdType.RESIDENT_CARD:
        return _OTHERS[id_type].fullmatch(number) is not None
    return (
        number.isascii()
        and _RESIDENT_CARD.fullmatch(number) is not None
        and check_character(number[:17]) == number[17]
        and birth_date_on_card(number) is not None
    )


def birth_date_on_card(number: str) -> date | None:
    """The birth date inside a resident-card number, or nothing where its eight digits are no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2 over ``digits``, which GB 11643 puts at the end of a resident-card number."""
    remainder = 0
    for digit in digits:
        remainder = (remainder + int(digit)) * _RADIX % _MODULUS
    return _CHECK_CHARACTERS[(1 - remainder) % _MODULUS]
