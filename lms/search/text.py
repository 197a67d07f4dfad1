"""One form for text that is searched and text that is searched for."""

import unicodedata


def normalize(text: str) -> str:
    """Compatibility forms made plain (ＰＣＴ → pct, ① → 1), lower case, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def words(text: str) -> list[str]:
    """The parts of a query that all must be found; Chinese has no spaces, so a phrase is one word."""
    return normalize(text).split()
