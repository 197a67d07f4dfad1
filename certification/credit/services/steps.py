"""What every move of a record has in common: lock, check, write, step, audit, message."""

import hashlib
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditRecord, CreditStep
from certification.credit.services.messages import tell_person
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class RecordMoved(DomainError):
    message = _("This record has moved on in the meantime. Open it again to see where it stands.")


class OwnRecord(DomainError):
    message = _("This record is about yourself. Leave it to a colleague.")
    status = 403


class ReasonMissing(DomainError):
    message = _("Give the reason; it is kept with the record.")


class RecordChanges(TypedDict, total=False):
    effective_on: date
    ends_on: date


def lock_record(record: CreditRecord) -> CreditRecord:
    records = CreditRecord.objects.select_for_update(of=("self",))
    return records.select_related("profile__practitioner__user", "rule_set").get(pk=record.pk)


def refuse_own(record: CreditRecord, actor: User) -> None:
    if record.profile.practitioner.user_id == actor.pk:
        raise OwnRecord


def require_state(record: CreditRecord, *states: RecordState) -> None:
    if record.state not in states:
        raise RecordMoved


def move_record(
    *,
    record: CreditRecord,
    to: RecordState,
    action: str,
    actor: User | None,
    role: StepRole,
    reason: str,
    now: datetime,
    detail: dict[str, object] | None = None,
    **changes: Unpack[RecordChanges],
) -> CreditStep:
    """``record`` is locked. A move to the state it has already is a further say in the same matter, such as the first decider's."""
    step = add_step(record=record, to=to, action=action, actor=actor, role=role, reason=reason, now=now, detail=detail)
    moved = record.state != to
    record.state = to
    for field, value in changes.items():
        setattr(record, field, value)
    record.save(update_fields=["state", *changes])
    if moved:
        tell_person(record=record, step=step, now=now)
    return step


def add_step(
    *,
    record: CreditRecord,
    to: RecordState,
    action: str,
    actor: User | None,
    role: StepRole,
    reason: str,
    now: datetime,
    origin: str | None = None,
    detail: dict[str, object] | None = None,
) -> CreditStep:
    from_state = record.state if origin is None else origin
    record_entry(
        action=f"credit.{action}",
        subject=record,
        actor=actor,
        now=now,
        detail={"from": from_state, "to": to.value, "rule_set": record.rule_set.code, **(detail or {})},
    )
    return CreditStep.objects.create(
        record=record,
        from_state=from_state,
        to_state=to,
        actor=actor,
        role=role,
        reason=reason,
        evidence_hash=hash_evidence(record),
        at=now,
    )


def hash_evidence(record: CreditRecord) -> str:
    """SHA-256 of the evidence as it stood at the step, so that a later change of the text shows."""
    return hashlib.sha256(f"{record.document_number}\n{record.evidence}".encode()).hexdigest()
