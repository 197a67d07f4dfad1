"""How often one address may ask, and how often one number may be asked about. Counted in the shared cache; without it, verification goes on."""

import hashlib
import logging
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    name: str
    times: int
    seconds: int


# A reception desk with a pile of papers stays below the first; guessing names for a number runs into the second.
PER_ADDRESS = Limit("address", times=60, seconds=60)
PER_NUMBER = Limit("number", times=30, seconds=600)


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
    # Hashed: an address and a number are personal data, which have no place in a cache's keys.
    key = f"verify:{limit.name}:{hashlib.sha256(subject.encode()).hexdigest()}"
    try:
        cache.add(key, 0, timeout=limit.seconds)
        times = cache.incr(key)
    except ValueError:
        # Ran out between the two calls: a new window begins.
        return
    except Exception:  # noqa: BLE001 - whatever a cache that is down raises, checking a certificate must go on
        logger.warning("The cache does not answer; look-ups are not counted.")
        return
    if times > limit.times:
        raise TooManyRequests(limit.seconds)
