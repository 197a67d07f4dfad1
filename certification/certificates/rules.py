"""What may happen to a certificate, by what it is worth now. Pure."""

from certification.certificates.enums import EventType, Status

# The status that an event leads to.
APPLIED = {
    EventType.SUSPENDED: Status.SUSPENDED,
    EventType.REINSTATED: Status.VALID,
    EventType.REVOKED: Status.REVOKED,
    EventType.CANCELLED: Status.CANCELLED,
    EventType.REISSUED: Status.REPLACED,
    EventType.EXPIRED: Status.EXPIRED,
}
# After these a certificate never counts again.
ENDS = (EventType.REVOKED, EventType.CANCELLED, EventType.REISSUED)
_FROM = {
    EventType.SUSPENDED: {Status.VALID},
    EventType.REINSTATED: {Status.SUSPENDED},
    # Fraud that comes out late still ends a certificate: its page must not go on saying "expired".
    EventType.REVOKED: {Status.VALID, Status.SUSPENDED, Status.EXPIRED},
    EventType.CANCELLED: {Status.VALID, Status.SUSPENDED},
    EventType.REISSUED: {Status.VALID},
}


def can_happen(type_: EventType, *, status: Status | None) -> bool:
    return status in _FROM.get(type_, set())


def possible_changes(status: Status | None) -> list[EventType]:
    return [type_ for type_ in _FROM if can_happen(type_, status=status)]
