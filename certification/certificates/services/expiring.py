"""Certificates whose last day is over. Their status says so by itself; the event tells the holder and who listens."""

from datetime import datetime
from functools import partial

from django.db import transaction

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate
from certification.certificates.queries import certificates_past_their_last_day
from certification.certificates.services.changing import add_event, lock_certificate
from lms.sweeps import each_by_itself

_BATCH = 500


def expire_certificates(*, now: datetime) -> int:
    """Returns how many expired; each in a transaction of its own."""
    past = certificates_past_their_last_day(now=now).values_list("pk", flat=True)[:_BATCH]
    return sum(each_by_itself(past, partial(_expire, now=now), failure="Certificate %s could not expire."))


@transaction.atomic
def _expire(pk: int, *, now: datetime) -> bool:
    locked = lock_certificate(Certificate(pk=pk))
    # Asked again under the lock: another worker, or the registrar, may have come first.
    if not certificates_past_their_last_day(now=now).filter(pk=pk).exists():
        return False
    add_event(locked, EventType.EXPIRED, actor=None, reason="", now=now)
    return True
