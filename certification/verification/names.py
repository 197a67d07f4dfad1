"""When two spellings are one name. Pure."""

import unicodedata

# Between the parts of a transliterated name people type any dot.
_DOTS = str.maketrans(dict.fromkeys("·•・･‧∙⋅.．", "·"))


def plain_name(name: str) -> str:
    """Without what may differ between the paper and a keyboard: width, case, spaces, the form of a dot."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_DOTS).casefold().split())
