"""When a certificate is valid, told by its events alone. Pure: the same events give the same periods whenever they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from certification.certificates.enums import EventType
from certification.certificates.models import CertificateEvent

BEGINS = (EventType.ISSUED, EventType.REINSTATED)
ENDS = (EventType.SUSPENDED, EventType.REVOKED, EventType.CANCELLED, EventType.REISSUED, EventType.EXPIRED)


@dataclass(frozen=True)
class Period:
    begin: CertificateEvent
    # None while it lasts; the certificate's last day ends it without any event.
    end: CertificateEvent | None


def periods_of(events: Iterable[CertificateEvent], *, moment: datetime) -> list[Period]:
    """Of events in the order of time; what lies after ``moment`` is not known yet."""
    periods: list[Period] = []
    begin: CertificateEvent | None = None
    for event in events:
        if event.at > moment:
            break
        if event.type in BEGINS:
            begin = begin or event
        elif begin is not None and event.type in ENDS:
            periods.append(Period(begin, event))
            begin = None
    return periods if begin is None else [*periods, Period(begin, None)]
