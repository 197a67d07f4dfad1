"""Sent inside the transaction that makes the fact true."""

from django.dispatch import Signal

# practitioner: Practitioner, now: datetime
practitioner_registered = Signal()
# practitioner: Practitioner, kind: ConsentKind, given: bool, now: datetime
consent_changed = Signal()
# practitioner: Practitioner, now: datetime
license_verified = Signal()
# practitioner: Practitioner, reason: str, now: datetime
license_refused = Signal()
# practitioner: Practitioner, fields: list[str] out of name, id_type, id_number, birth_on, reason: str, now: datetime
practitioner_corrected = Signal()
