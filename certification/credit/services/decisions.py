"""Deciding on a record, serving it, making it count, taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditRecord
from certification.credit.queries import (
    deciders_needed,
    due_on,
    project_score,
    rules_of,
    score_profile,
    working_calendar,
)
from certification.credit.queries.records import approvals_of, has_decided
from certification.credit.rules import AUTOMATIC_CODES, falls_low, may_be_revoked
from certification.credit.scoring import CreditScore, add_months
from certification.credit.services.records import ItemFollowsCertificate
from certification.credit.services.steps import (
    ReasonMissing,
    RecordChanges,
    RecordMoved,
    lock_record,
    move_record,
    refuse_own,
    require_state,
)
from lms.accounts.models import User
from lms.errors import DomainError


class ProposerCannotDecide(DomainError):
    message = _("You proposed this record, so others decide on it.")
    status = 403


class BonusNotServed(DomainError):
    message = _("A bonus takes effect once it is decided; nothing has to be served.")


class EffectStillWaits(DomainError):
    message = _("The period after service is not over. Wait for it, or enter that the person waived it.")


class FallNeedsConfirmation(DomainError):
    message = _(
        "This record brings the person down to level C or D. Confirm that you have checked it and want it to take effect."
    )


@transaction.atomic
def decide_record(*, record: CreditRecord, decider: User, agrees: bool, reason: str, now: datetime) -> CreditRecord:
    """One decider's say. Enough that agree make the decision; one that does not ends the matter."""
    record = lock_record(record)
    refuse_own(record, decider)
    if record.proposed_by_id == decider.pk:
        raise ProposerCannotDecide
    if has_decided(record, decider):
        return record
    ready = RecordState.HEARD if record.points < 0 else RecordState.DRAFT
    require_state(record, ready)
    if not reason.strip():
        raise ReasonMissing
    needed, agreed = deciders_needed(record, now), approvals_of(record) + 1
    to = ready if agreed < needed else RecordState.DECIDED
    to = to if agrees else RecordState.REVOKED
    move_record(
        record=record,
        to=to,
        action="decide_record",
        actor=decider,
        role=StepRole.DECIDER,
        reason=reason.strip(),
        now=now,
        detail={"agrees": agrees, "needed": needed, "agreed": agreed if agrees else agreed - 1},
    )
    return record


@transaction.atomic
def serve_record(*, record: CreditRecord, actor: User, reason: str, now: datetime) -> CreditRecord:
    """``reason`` says how the decision was handed over."""
    record = lock_record(record)
    refuse_own(record, actor)
    if record.state == RecordState.SERVED:
        return record
    require_state(record, RecordState.DECIDED)
    if record.points > 0:
        raise BonusNotServed
    if not reason.strip():
        raise ReasonMissing(_("Say how the decision was served."))
    move_record(
        record=record,
        to=RecordState.SERVED,
        action="serve_record",
        actor=actor,
        role=StepRole.OFFICER,
        reason=reason.strip(),
        now=now,
    )
    return record


@transaction.atomic
def make_effective(
    *, record: CreditRecord, actor: User, waived: bool, confirmed: bool, reason: str, now: datetime
) -> CreditRecord:
    """From today on the record counts. A person does this, never the calendar; a fall to C or D is ``confirmed`` apart."""
    record = lock_record(record)
    refuse_own(record, actor)
    if record.state == RecordState.EFFECTIVE:
        return record
    require_state(record, RecordState.SERVED if record.points < 0 else RecordState.DECIDED)
    rules, today = rules_of(record.rule_set), timezone.localdate(now)
    due = due_on(record, rules, working_calendar())
    if due is not None and today <= due and not waived:
        raise EffectStillWaits
    before, after = project_score(record, now)
    if falls_low(before=before.grade, after=after.grade) and not confirmed:
        raise FallNeedsConfirmation
    item = rules.item(record.code, record.variant)
    months = item.window_months if item is not None else None
    changes: RecordChanges = {"effective_on": today}
    if months is not None:
        changes["ends_on"] = add_months(today, months)
    move_record(
        record=record,
        to=RecordState.EFFECTIVE,
        action="make_record_effective",
        actor=actor,
        role=StepRole.OFFICER,
        reason=reason.strip(),
        now=now,
        detail={"waived": waived, "confirmed": confirmed, **_before_and_after(before, after)},
        **changes,
    )
    return record


@transaction.atomic
def revoke_record(*, record: CreditRecord, actor: User, reason: str, now: datetime) -> CreditRecord:
    """Takes a record back. What was computed on earlier days stays as it was; from today it does not count."""
    record = lock_record(record)
    refuse_own(record, actor)
    if record.state == RecordState.REVOKED:
        return record
    if record.code in AUTOMATIC_CODES:
        raise ItemFollowsCertificate
    if not may_be_revoked(state=record.state, code=record.code):
        raise RecordMoved
    if not reason.strip():
        raise ReasonMissing
    before = score_profile(record.profile, now).score
    changes: RecordChanges = {"ends_on": timezone.localdate(now)} if record.effective_on else {}
    move_record(
        record=record,
        to=RecordState.REVOKED,
        action="revoke_record",
        actor=actor,
        role=StepRole.OFFICER,
        reason=reason.strip(),
        now=now,
        detail={"score_before": before.score, "grade_before": before.grade},
        **changes,
    )
    return record


def _before_and_after(before: CreditScore, after: CreditScore) -> dict[str, object]:
    return {
        "score_before": before.score,
        "score_after": after.score,
        "grade_before": before.grade,
        "grade_after": after.grade,
    }
