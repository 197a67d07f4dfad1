"""A small puzzle for who has typed wrong several times: a picture of five digits, and beside it a sum in words for who does not see pictures.

Made here and asked of nobody else. It stops no determined program; it makes trying out numbers cost more than it brings.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from certification.verification.puzzle_pictures import draw_digits

_SALT = "verification.puzzle"
_LASTS = timedelta(minutes=15)
_DIGITS = 5
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True)
class Puzzle:
    """``token`` goes back with the answer; nothing can be read from it. ``picture`` is a ``data:`` address."""

    token: str
    picture: str
    question: str


def make_puzzle() -> Puzzle:
    digits = "".join(secrets.choice("23456789") for _each in range(_DIGITS))
    one, other = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
    nonce = secrets.token_urlsafe(12)
    answers = [_seal(nonce, digits), _seal(nonce, str(one + other))]
    picture = base64.b64encode(draw_digits(digits)).decode()
    return Puzzle(
        token=signing.dumps([nonce, answers], salt=_SALT),
        picture=f"data:image/png;base64,{picture}",
        question=_("How much is %(one)s plus %(other)s?") % {"one": _in_words(one), "other": _in_words(other)},
    )


def is_solved(token: str, answer: str) -> bool:
    """Each puzzle counts once, solved or not."""
    try:
        nonce, answers = signing.loads(token, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return False
    if not cache.add(f"verify:puzzle:{nonce}", 1, timeout=int(_LASTS.total_seconds())):
        return False
    given = _seal(nonce, "".join(answer.translate(_FULL_WIDTH).split()))
    return sum(compare_digest(given, right) for right in answers) > 0


def _seal(nonce: str, answer: str) -> str:
    return salted_hmac(_SALT, f"{nonce}:{answer}", algorithm="sha256").hexdigest()


def _in_words(number: int) -> str:
    words = (
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
    )
    return words[number - 1]
