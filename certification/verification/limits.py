"""How often one address may ask, and how often one number may be asked about. Counted in the shared cache; without it, verification goes on.

Look-ups that find nothing count apart: after a few a puzzle is set, after more each costs a longer wait. Nothing waits inside a worker: who comes
too early is told when to come back.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError

logger = logging.getLogger(__name__)

_T = TypeVar("_T")


@dataclass(frozen=True)
class Limit:
    name: str
    times: int
    seconds: int


# A reception desk with a pile of papers stays below the first; guessing names for a number runs into the second.
PER_ADDRESS = Limit("address", times=60, seconds=60)
PER_NUMBER = Limit("number", times=30, seconds=600)
# Reading a stranger's file and signing a receipt each take a second of one core.
FILES = Limit("file", times=12, seconds=60)
RECEIPTS = Limit("receipt", times=12, seconds=60)
# A scanned code is no guess; this only bounds what one address can cost.
TOKENS = Limit("token", times=600, seconds=60)

_FAILURES_KEPT = timedelta(hours=1)
PUZZLE_AFTER = 5
SLOW_AFTER = 10
_LONGEST_WAIT = timedelta(minutes=15)


class TooManyRequests(DomainError):
    status = 429
    message = _(
        "Too many look-ups in a short time. Wait a little, then try again. The QR code on the paper always works."
    )

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


def count_visit(limit: Limit, subject: str) -> None:
    """Counts one; above the limit, raises ``TooManyRequests`` with the seconds to wait."""
    if _count(_key(limit.name, subject), limit.seconds) > limit.times:
        raise TooManyRequests(limit.seconds)


def count_failure(limit: Limit, subject: str, *, now: datetime) -> int:
    """Counts a look-up that found nothing, and from the tenth in an hour on makes the next wait twice as long. The number so far."""
    failures = _count(_key(f"failed-{limit.name}", subject), int(_FAILURES_KEPT.total_seconds()))
    if failures > SLOW_AFTER:
        wait = min(timedelta(seconds=2 ** min(failures - SLOW_AFTER, 12)), _LONGEST_WAIT)
        until = (now + wait).timestamp()
        _ask(lambda: cache.set(_key(f"held-{limit.name}", subject), until, int(wait.total_seconds())), None)
    return failures


def failures_of(limit: Limit, subject: str) -> int:
    return _ask(lambda: int(cache.get(_key(f"failed-{limit.name}", subject)) or 0), 0)


def require_no_wait(limit: Limit, subject: str, *, now: datetime) -> None:
    until = _ask(lambda: float(cache.get(_key(f"held-{limit.name}", subject)) or 0), 0.0)
    if until > now.timestamp():
        raise TooManyRequests(max(1, round(until - now.timestamp())))


def _count(key: str, seconds: int) -> int:
    """One more, kept so many seconds from the first on; nothing where the cache is down."""

    def count() -> int:
        if hasattr(cache, "count"):
            return int(cache.count(key, seconds))
        return _count_one(key, seconds)

    return _ask(count, 0)


def _count_one(key: str, seconds: int) -> int:
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:
        # Ran out between the two calls: a new window begins.
        return 0


def _key(name: str, subject: str) -> str:
    # Hashed: an address and a number are personal data, which have no place in a cache's keys.
    return f"verify:{name}:{hashlib.sha256(subject.encode()).hexdigest()}"


def _ask(question: Callable[[], _T], otherwise: _T) -> _T:
    try:
        return question()
    except Exception:  # noqa: BLE001 - whatever a cache that is down raises, checking a certificate must go on
        logger.warning("The cache does not answer; look-ups are not counted.")
        return otherwise
