"""Certificate numbers: ``TJIP-{kind}-{year}-{domain}{level}-{serial}-{check}``, such as TJIP-A-2025-PAT2-000123-7.

The last character is ISO/IEC 7064 MOD 37,36 over the preceding ones without hyphens: it catches every single mistyped
character and nearly every swap of two neighbors. A certificate of no single domain (a year's hours) says ALL, one of no level 0: TJIP-H-2025-ALL0-000001-….
"""

import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = len(_ALPHABET)
_NO_DOMAIN, _NO_LEVEL = "ALL", "0"
_SHAPE = re.compile(r"TJIP([ATHL])(\d{4})([A-Z]{3})([0-4])(\d{6,})([0-9A-Z])", re.ASCII)
# What people and their keyboards put between the parts: any dash, hyphen or minus sign, and spaces.
_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015\u2212\uFF0D\uFE63\u00AD\u200B-\u200D\u2060\uFEFF]+")


class NotANumber(ValueError):
    """The text does not have the shape of a certificate number."""


class Mistyped(ValueError):
    """The shape is right and the check character is not: a character is wrong or two are swapped."""


def check_character(text: str) -> str:
    """ISO/IEC 7064 MOD 37,36 (hybrid, recursive) over digits and capital letters."""
    product = _MODULUS
    for character in text:
        total = (product + _ALPHABET.index(character)) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return _ALPHABET[(_MODULUS + 1 - product) % _MODULUS]


def format_number(*, kind: str, year: int, domain: str, level: str, serial: int) -> str:
    """``level`` is a code such as L2, of which the number holds the digit; either is empty where there is none."""
    body = f"TJIP-{kind}-{year:04d}-{domain or _NO_DOMAIN}{level[1:] or _NO_LEVEL}-{serial:06d}"
    return f"{body}-{check_character(body.replace('-', ''))}"


def read_number(text: str) -> str:
    """The number as it is printed, from what a person typed: any case, width, spaces and dashes.

    Letters and digits are never exchanged (O for 0): both occur, and the check character tells them apart.
    """
    compact = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    match = _SHAPE.fullmatch(compact)
    if match is None:
        raise NotANumber(text)
    kind, year, domain, level, serial, check = match.groups()
    if check_character(compact[:-1]) != check:
        raise Mistyped(text)
    return f"TJIP-{kind}-{year}-{domain}{level}-{serial}-{check}"
