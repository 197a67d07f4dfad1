"""When two spellings are one name. Pure."""

import unicodedata
from hmac import compare_digest

# Between the parts of a transliterated name people type any dot.
_DOTS = str.maketrans(dict.fromkeys("·•・･‧∙⋅.．", "·"))


def plain_name(name: str) -> str:
    """Without what may differ between the paper and a keyboard: width, case, spaces, the form of a dot."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_DOTS).casefold().split())


def is_same_name(one: str, other: str) -> bool:
    """In the same time for any two."""
    return compare_digest(plain_name(one).encode(), plain_name(other).encode())
