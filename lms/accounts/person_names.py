"""Names of people as they are typed and pasted. Pure."""

import re
import unicodedata

# A character and the accents that follow it. Variation selectors are no accents, and a compatibility ideograph without any stays itself.
_ACCENTED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")
# What nobody sees, and signs: pictures, arithmetic, money, radicals.
_UNFIT = {"Cc", "Cf", "Cs", "Zl", "Zp", "So", "Sm", "Sc"}


def compose_accents(name: str) -> str:
    """An accent that was typed by itself becomes one with its letter, as fonts and searches have it."""
    return _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), name)


def unfit_characters(name: str) -> list[str]:
    """What no name holds, each once, in order."""
    return [character for character in dict.fromkeys(name) if unicodedata.category(character) in _UNFIT]
