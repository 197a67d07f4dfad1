"""B03: what a valid competency certificate is worth, kept in step with the certificate.

A certificate's events are the rows that ask for this; so an issue never waits for it, and the sweep makes up for what failed.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone, translation

from certification.certificates.enums import EventType, Kind
from certification.certificates.models import Certificate, CertificateEvent
from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.credit.periods import periods_of
from certification.credit.queries import holders_to_sync, rule_set_on, rules_of
from certification.credit.rules import COMPETENCY_CODE
from certification.credit.scoring import ItemRule
from certification.credit.services.messages import tell_person
from certification.credit.services.profiles import open_profile
from certification.credit.services.steps import add_step, lock_record, move_record
from lms.accounts.models import Practitioner

logger = logging.getLogger(__name__)

_BATCH = 500


def sync_after_change(*, practitioner: Practitioner, now: datetime) -> bool:
    """What a change of a certificate sets off; it stands whatever happens here, and the sweep tries again what failed."""
    return _sync_or_wait(practitioner, now)


def sync_waiting_bonuses(*, now: datetime) -> int:
    """Takes in what the changes themselves could not; returns for how many people it worked."""
    return sum(_sync_or_wait(practitioner, now) for practitioner in holders_to_sync(now)[:_BATCH])


def _sync_or_wait(practitioner: Practitioner, now: datetime) -> bool:
    try:
        sync_competency_bonus(practitioner=practitioner, now=now)
    except Exception:
        # Not only refusals: no fault of credit's may undo what was decided about a certificate.
        logger.exception("The competency bonus of practitioner %s waits for the next sweep.", practitioner.pk)
        return False
    return True


@transaction.atomic
def sync_competency_bonus(*, practitioner: Practitioner, now: datetime) -> None:
    """One record for each period in which a certificate of L2 or above is valid, dated by the certificate's events.

    Repeating it changes nothing, and neither does the order in which several certificates are taken in.
    """
    profile = open_profile(practitioner=practitioner, now=now)
    # The profile's row is the queue: two changes at once are taken in one after the other.
    CreditProfile.objects.select_for_update().get(pk=profile.pk)
    rule_set = rule_set_on(timezone.localdate(now))
    rules = rules_of(rule_set)
    for certificate in _certificates(practitioner):
        item = rules.item(COMPETENCY_CODE, certificate.level)
        if item is None:
            continue
        for period in periods_of(certificate.events.all(), moment=now):
            record = _begin(
                profile=profile, rule_set=rule_set, item=item, certificate=certificate, event=period.begin, now=now
            )
            if period.end is not None:
                _end(record, period.end, now)


def _certificates(practitioner: Practitioner) -> list[Certificate]:
    events = CertificateEvent.objects.select_related("actor").order_by("at", "pk")
    certificates = Certificate.objects.filter(practitioner=practitioner, kind=Kind.COMPETENCY).select_related(
        "issued_by"
    )
    return list(certificates.prefetch_related(Prefetch("events", events)).order_by("pk"))


def _begin(
    *,
    profile: CreditProfile,
    rule_set: CreditRuleSet,
    item: ItemRule,
    certificate: Certificate,
    event: CertificateEvent,
    now: datetime,
) -> CreditRecord:
    begins_on = timezone.localdate(event.at)
    record, created = CreditRecord.objects.get_or_create(
        profile=profile,
        code=COMPETENCY_CODE,
        fact_key=f"{certificate.number}/{certificate.issue}/{event.pk}",
        defaults={
            "rule_set": rule_set,
            "variant": item.variant,
            "points": item.points,
            "severity": item.severity,
            "certificate": certificate,
            "evidence": f"{certificate.number} {certificate.title}",
            "document_number": certificate.number,
            "state": RecordState.EFFECTIVE,
            "occurred_on": begins_on,
            "effective_on": begins_on,
            # The last valid day still counts.
            "ends_on": max(certificate.valid_until + timedelta(days=1), begins_on) if certificate.valid_until else None,
            "proposed_by": event.actor or certificate.issued_by,
            "created_at": now,
        },
    )
    if created:
        _log_beginning(record, now)
    return record


def _log_beginning(record: CreditRecord, now: datetime) -> None:
    step = add_step(
        record=record,
        origin="",
        to=RecordState.EFFECTIVE,
        action="record_competency_bonus",
        actor=record.proposed_by,
        role=StepRole.ISSUER,
        reason=record.evidence,
        now=now,
        detail={"certificate": record.document_number},
    )
    tell_person(record=record, step=step, now=now)


def _end(record: CreditRecord, event: CertificateEvent, now: datetime) -> None:
    if record.state != RecordState.EFFECTIVE:
        return
    locked = lock_record(record)
    if locked.state != RecordState.EFFECTIVE:
        return
    ended_on = timezone.localdate(event.at)
    move_record(
        record=locked,
        to=RecordState.EXPIRED,
        action="end_competency_bonus",
        actor=event.actor,
        role=StepRole.ISSUER if event.actor else StepRole.RULES,
        reason=_in_site_language(event),
        now=now,
        ends_on=min(locked.ends_on or ended_on, ended_on),
    )


def _in_site_language(event: CertificateEvent) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(EventType(event.type).label)
