"""A record's way to the decision: proposed, noticed (告知), heard (陈述申辩)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.credit.queries import due_on, rule_set_on, rules_of, working_calendar
from certification.credit.rules import AUTOMATIC_CODES
from certification.credit.scoring import CreditRules, ItemRule
from certification.credit.services.steps import (
    OwnRecord,
    ReasonMissing,
    add_step,
    lock_record,
    move_record,
    refuse_own,
    require_state,
)
from lms.accounts.models import User
from lms.errors import DomainError


class ItemUnknown(DomainError):
    message = _("The rule set in force has no such item. Choose one of its items.")


class ItemFollowsCertificate(DomainError):
    message = _("This item follows from certificates by itself; nobody proposes it or takes it back.")


class FactInFuture(DomainError):
    message = _("The fact lies in the future. Only what has happened can be recorded.")


class FactRecordedAlready(DomainError):
    message = _("This fact is recorded under this item already. Look for it in the list of records.")


class PublicationOutOfRange(DomainError):
    message = _("The rule set does not allow publication for that many months.")


class EvidenceMissing(DomainError):
    message = _("Name the evidence. A mere complaint, a suspicion or an open case is never recorded.")


class HearingStillOpen(DomainError):
    message = _("The person can still state a position. Wait until the period is over, or enter the statement.")


class NoHearingNeeded(DomainError):
    message = _("A bonus is decided at once; there is no hearing.")


@transaction.atomic
def propose_record(
    *,
    profile: CreditProfile,
    code: str,
    variant: str,
    fact_key: str,
    evidence: str,
    document_number: str,
    occurred_on: date,
    proposed_by: User,
    now: datetime,
    publication_months: int | None = None,
    source_public_until: date | None = None,
) -> CreditRecord:
    """A draft; the same proposal again by the same person gives the draft that exists."""
    rule_set = rule_set_on(timezone.localdate(now))
    rules = rules_of(rule_set)
    item = _check_item(rules, code, variant)
    if profile.practitioner.user_id == proposed_by.pk:
        raise OwnRecord
    if occurred_on > timezone.localdate(now):
        raise FactInFuture
    if not evidence.strip():
        raise EvidenceMissing
    record, created = CreditRecord.objects.get_or_create(
        profile=profile,
        code=code,
        fact_key=fact_key,
        defaults={
            **_as_ruled(rule_set, item),
            "evidence": evidence,
            "document_number": document_number,
            "state": RecordState.DRAFT,
            "occurred_on": occurred_on,
            "publication_months": _publication_months(rules, item, publication_months),
            "source_public_until": source_public_until,
            "proposed_by": proposed_by,
            "created_at": now,
        },
    )
    if created:
        _log_proposal(record, proposed_by, now)
    elif (record.variant, record.evidence, record.proposed_by_id) != (variant, evidence, proposed_by.pk):
        raise FactRecordedAlready
    return record


def _check_item(rules: CreditRules, code: str, variant: str) -> ItemRule:
    item = rules.item(code, variant)
    if item is None:
        raise ItemUnknown
    if code in AUTOMATIC_CODES:
        raise ItemFollowsCertificate
    return item


def _as_ruled(rule_set: CreditRuleSet, item: ItemRule) -> dict[str, object]:
    return {"rule_set": rule_set, "variant": item.variant, "points": item.points, "severity": item.severity}


def _publication_months(rules: CreditRules, item: ItemRule, months: int | None) -> int | None:
    window = rules.publication.get(item.severity)
    if window is None:
        return None
    if months is not None and not window.minimum <= months <= window.maximum:
        raise PublicationOutOfRange(
            _("A record of this severity is public for %(minimum)d to %(maximum)d months.")
            % {"minimum": window.minimum, "maximum": window.maximum}
        )
    return window.maximum if months is None else months


def _log_proposal(record: CreditRecord, proposed_by: User, now: datetime) -> None:
    add_step(
        record=record,
        origin="",
        to=RecordState.DRAFT,
        action="propose_record",
        actor=proposed_by,
        role=StepRole.PROPOSER,
        reason=record.evidence,
        now=now,
    )


@transaction.atomic
def notice_record(*, record: CreditRecord, actor: User, now: datetime) -> CreditRecord:
    """Tells the person what is held against them; from here the period to be heard runs."""
    record = lock_record(record)
    refuse_own(record, actor)
    if record.state == RecordState.NOTICED:
        return record
    if record.points > 0:
        raise NoHearingNeeded
    require_state(record, RecordState.DRAFT)
    move_record(
        record=record,
        to=RecordState.NOTICED,
        action="notice_record",
        actor=actor,
        role=StepRole.OFFICER,
        reason=record.evidence,
        now=now,
    )
    return record


@transaction.atomic
def hear_record(*, record: CreditRecord, actor: User, statement: str, now: datetime) -> CreditRecord:
    """Keeps the person's statement, given by themselves or taken down by an officer; without one, only when the period is over."""
    record = lock_record(record)
    if record.state == RecordState.HEARD:
        return record
    require_state(record, RecordState.NOTICED)
    is_person = record.profile.practitioner.user_id == actor.pk
    due = due_on(record, rules_of(record.rule_set), working_calendar())
    if not statement.strip():
        if is_person:
            raise ReasonMissing(_("Write down your position first."))
        if due is not None and timezone.localdate(now) <= due:
            raise HearingStillOpen
    move_record(
        record=record,
        to=RecordState.HEARD,
        action="hear_record",
        actor=actor,
        role=StepRole.PERSON if is_person else StepRole.OFFICER,
        reason=statement.strip(),
        now=now,
    )
    return record
