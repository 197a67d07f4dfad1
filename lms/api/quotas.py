"""How much one key, or one visitor without a key, may ask: per minute and per day, counted in the shared cache.

Without the cache nothing is counted and verification goes on.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Window:
    name: str
    seconds: int
    limit: int


@dataclass(frozen=True)
class Allowance:
    """What is left of a window, and the seconds until the next one begins."""

    window: Window
    left: int
    resets_in: int


class QuotaSpent(DomainError):
    status = 429
    message = _(
        "This key has asked for as much as it may for now. Wait for the seconds that Retry-After names, then go on."
    )

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self.allowances = [allowance]
        self.retry_after = allowance.resets_in


def key_windows() -> list[Window]:
    """One certificate that is asked for costs one."""
    return [Window("minute", 60, settings.API_QUOTA_PER_MINUTE), Window("day", 86_400, settings.API_QUOTA_PER_DAY)]


def spend(subject: str, *, cost: int, windows: list[Window], now: datetime) -> list[Allowance]:
    """Takes ``cost`` from each window; raises ``QuotaSpent`` and takes nothing where one does not hold it."""
    allowances: list[Allowance] = []
    for window in windows:
        used = _count(subject, window, cost, now)
        if used is None:
            continue
        allowance = Allowance(
            window, max(0, window.limit - used), window.seconds - int(now.timestamp()) % window.seconds
        )
        if used > window.limit:
            for taken in [*(a.window for a in allowances), window]:
                _count(subject, taken, -cost, now)
            raise QuotaSpent(Allowance(window, max(0, window.limit - used + cost), allowance.resets_in))
        allowances.append(allowance)
    return allowances


def _count(subject: str, window: Window, cost: int, now: datetime) -> int | None:
    # Hashed: an address is personal data, which has no place in a cache's keys.
    digest = hashlib.sha256(subject.encode()).hexdigest()
    key = f"api:{window.name}:{int(now.timestamp()) // window.seconds}:{digest}"
    try:
        cache.add(key, 0, timeout=window.seconds)
        return int(cache.incr(key, cost))
    except ValueError:
        # Ran out between the two calls: a new window begins.
        return None
    except Exception:  # noqa: BLE001 - whatever a cache that is down raises, checking a certificate must go on
        logger.warning("The cache does not answer; requests are not counted.")
        return None


def show_allowances(response: HttpResponse, allowances: list[Allowance]) -> None:
    """As the IETF's draft on RateLimit fields has them, the tightest window's rest in both."""
    if not allowances:
        return
    response["RateLimit-Policy"] = ", ".join(
        f'"{a.window.name}";q={a.window.limit};w={a.window.seconds}' for a in allowances
    )
    response["RateLimit"] = ", ".join(f'"{a.window.name}";r={a.left};t={a.resets_in}' for a in allowances)
