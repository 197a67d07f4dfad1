from datetime import datetime

from django.db import transaction
from django.utils import timezone

from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditRecord
from certification.credit.services.steps import lock_record, move_record

_BATCH = 500


def advance_records(*, now: datetime) -> int:
    """Marks what has lapsed; returns how many. The score does not wait for this: it goes by the dates."""
    due = CreditRecord.objects.filter(state=RecordState.EFFECTIVE, ends_on__lte=timezone.localdate(now))
    return sum(_expire_record(record, now) for record in due.order_by("ends_on", "pk")[:_BATCH])


@transaction.atomic
def _expire_record(record: CreditRecord, now: datetime) -> bool:
    record = lock_record(record)
    if record.state != RecordState.EFFECTIVE:
        return False
    move_record(
        record=record,
        to=RecordState.EXPIRED,
        action="expire_record",
        actor=None,
        role=StepRole.RULES,
        reason="",
        now=now,
    )
    return True
