"""Data in the two languages of the site: which of them the reader gets."""

from django.utils.functional import lazy
from django.utils.translation import get_language


def in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def pick_language(chinese: str, english: str) -> str:
    """The reader's; Chinese where there is no English."""
    return chinese if in_chinese() else english or chinese


# For texts that are read later, by somebody else.
pick_language_lazy = lazy(pick_language, str)
