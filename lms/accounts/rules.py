"""Who may do what, and what of a person may be shown. Pure."""

from datetime import date

ADULT_AGE = 18


def is_adult(birth_on: date, on: date) -> bool:
    """Accounts are for adults: the eighteenth birthday is ``on`` or behind it (29 February counts from 1 March)."""
    return (on.year - birth_on.year, (on.month, on.day) >= (birth_on.month, birth_on.day)) >= (ADULT_AGE, True)


def mask_name(name: str) -> str:
    """林虚光 → 林**, John Smith → J*** S****: enough to recognize oneself."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
