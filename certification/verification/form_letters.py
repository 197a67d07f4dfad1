"""Pages that differ in some words: rendered once with blanks in their place, then filled in. Pure.

A blank is a number between two characters of Unicode's private use, which no text of ours has and no escaping touches.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from certification.verification.sheets import Sheet

# In an address a blank would be written otherwise; this is as long as a token and is none.
_TOKEN = "token-of-a-form-letter"  # noqa: S105 - opens nothing
_BLANK = re.compile("\ue000([0-9]+)\ue001")
# What differs from one certificate to the next in ``Sheet`` itself; the rest of it decides what the page is made of.
_WORDS = ("number", "token", "moment", "disclaimer")


def blank(number: int) -> str:
    return f"\ue000{number}\ue001"


@dataclass(frozen=True)
class FormLetter:
    """``texts`` has one more than ``order``, which names the words between them."""

    texts: tuple[str, ...]
    order: tuple[int, ...]

    def fill(self, words: Sequence[str]) -> str:
        """Each is escaped, as the template would have done."""
        safe = [escape(word) for word in words]
        parts = [part for text, number in zip(self.texts, self.order, strict=False) for part in (text, safe[number])]
        return "".join([*parts, self.texts[-1]])


def read_letter(page: str, *, token: int) -> FormLetter:
    """``token``: the number of the word that is the certificate's token."""
    pieces = _BLANK.split(page.replace(_TOKEN, blank(token)))
    return FormLetter(tuple(pieces[0::2]), tuple(int(number) for number in pieces[1::2]))


def take_out(sheet: Sheet, *, first: int) -> tuple[Sheet, list[str]]:
    """The sheet with blanks numbered from ``first`` on, and the words that belong there. Equal forms have equal sheets."""
    words: list[str] = []

    def leave(word: str) -> str:
        words.append(word)
        return blank(first + len(words) - 1)

    # In this order, which numbers them.
    number, _token, moment, disclaimer = (leave(getattr(sheet, name)) for name in _WORDS)
    form = replace(
        sheet,
        number=number,
        token=_TOKEN,
        moment=moment,
        disclaimer=disclaimer,
        facts=tuple(replace(each, value=leave(each.value)) for each in sheet.facts),
        events=tuple(replace(each, iso=leave(each.iso), day=leave(each.day)) for each in sheet.events),
        lines=tuple(
            replace(
                each, iso=leave(each.iso), moment=leave(each.moment), place=leave(each.place), hash=leave(each.hash)
            )
            for each in sheet.lines
        ),
    )
    return form, words
