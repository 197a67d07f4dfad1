"""Numbers of certificates from before the platform, in whatever shape they were given. Pure.

What could be one of the platform's own with a slip in it is never taken for one of these: such a slip must be told.
"""

import re
import unicodedata

from certification.certificates.numbers import NotANumber, read_number

LONGEST = 32
_SHORTEST = 4
_DASHES = re.compile(r"[\u2010-\u2015\u2212\uFE63\u00AD]")
_INVISIBLE = re.compile(r"[\s\u200B-\u200D\u2060\uFEFF]")
# The brackets of documents, as 津知服字〔2019〕12号 has them; people type any.
_BRACKETS = str.maketrans({**dict.fromkeys("([{【［（", "〔"), **dict.fromkeys(")]}】］）", "〕")})
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^0-9A-Z]")
_OWN_PREFIX = "TJIP"
# The platform's numbers have twenty letters and digits at least: with three of them lost it is still told.
_ALMOST_OWN = 17


def read_any_number(text: str) -> str:
    """As it is kept: one of the platform's, checked by its last character, or one from before it."""
    return read_number(text) if _could_be_own(text) else read_paper_number(text)


def read_paper_number(text: str) -> str:
    """Raises ``NotANumber`` for what is none, and for what could be mistaken for one of the platform's."""
    plain = _plain(text).translate(_BRACKETS)
    is_written = all(character.isprintable() for character in plain)
    has_digit = any(character.isdigit() for character in plain)
    if not _SHORTEST <= len(plain) <= LONGEST or not is_written or not has_digit or _could_be_own(text):
        raise NotANumber(text)
    return plain


def _could_be_own(text: str) -> bool:
    plain = _plain(text)
    own = _NOT_A_LETTER_OR_DIGIT.sub("", plain)
    return own.startswith(_OWN_PREFIX) or (plain.isascii() and len(own) >= _ALMOST_OWN)


def _plain(text: str) -> str:
    return _DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).upper()
