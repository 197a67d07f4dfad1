"""What an answer may be: ``{"choices": [keys]}`` or ``{"text": words}``. Plain values in, the same in one form out."""

import unicodedata
from collections.abc import Collection
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from certification.items.enums import ItemType
from lms.errors import DomainError

TEXT_LIMIT = 20_000
SEQUENCE_LIMIT = 1_000_000
_PLAIN_CONTROLS = {"\n", "\t"}


class Value(TypedDict, total=False):
    choices: list[str]
    text: str


class InvalidAnswer(DomainError):
    message = _("This answer does not fit the question. Load the page again and repeat it.")
    status = 400


class AnswerTooLong(InvalidAnswer):
    message = _("An answer has at most 20,000 characters. Shorten it; the last saved text is kept.")


class UnreadableText(InvalidAnswer):
    message = _("The text holds characters that cannot be stored. Remove what was pasted last and type it again.")


def read_value(*, item_type: str, keys: Collection[str], raw: object) -> Value:
    """Checks an answer from outside against its question; no choice or no text means "not answered"."""
    if not isinstance(raw, dict) or len(raw) != 1:
        raise InvalidAnswer
    if item_type == ItemType.ESSAY:
        return {"text": _read_text(raw.get("text"))}
    return {"choices": _read_choices(raw.get("choices"), keys, several=item_type == ItemType.MULTIPLE)}


def is_answered(value: Value | None) -> bool:
    return value is not None and bool(value.get("choices") or value.get("text", "").strip())


def _read_text(raw: object) -> str:
    if not isinstance(raw, str):
        raise InvalidAnswer
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT_LIMIT:
        raise AnswerTooLong
    # Cc: NUL, which PostgreSQL cannot store, and its kin; Cs: halves of characters, which no encoding can write.
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in _PLAIN_CONTROLS for character in text):
        raise UnreadableText
    return text


def _read_choices(raw: object, keys: Collection[str], *, several: bool) -> list[str]:
    if not isinstance(raw, list) or not all(isinstance(key, str) and key in keys for key in raw):
        raise InvalidAnswer
    if len(set(raw)) != len(raw) or (len(raw) > 1 and not several):
        raise InvalidAnswer
    return sorted(raw)
