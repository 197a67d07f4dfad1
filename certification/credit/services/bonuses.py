"""B03: what a valid competency certificate is worth, kept in step with the certificate."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone, translation

from certification.certificates.enums import EventType, Status
from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.status import status_at
from certification.credit.enums import RecordState, StepRole
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.credit.queries import rule_set_on, rules_of
from certification.credit.scoring import ItemRule
from certification.credit.services.messages import tell_person
from certification.credit.services.profiles import open_profile
from certification.credit.services.steps import add_step, lock_record, move_record
from lms.accounts.models import Practitioner

CODE = "B03"
_BEGINS = (EventType.ISSUED, EventType.REINSTATED)


@transaction.atomic
def sync_competency_bonus(*, practitioner: Practitioner, now: datetime) -> None:
    """One record for each period in which a certificate of L2 or above is valid; repeating it changes nothing."""
    profile = open_profile(practitioner=practitioner, now=now)
    # The profile's row is the queue: two changes at once are taken in one after the other.
    CreditProfile.objects.select_for_update().get(pk=profile.pk)
    rule_set = rule_set_on(timezone.localdate(now))
    rules = rules_of(rule_set)
    for certificate in _certificates(practitioner):
        item = rules.item(CODE, certificate.level)
        events = list(certificate.events.all())
        if item is None or not events:
            continue
        if status_at(events, valid_until=certificate.valid_until, moment=now) == Status.VALID:
            _begin(profile=profile, rule_set=rule_set, item=item, certificate=certificate, events=events, now=now)
        else:
            _end(certificate, events[-1], now)


def _certificates(practitioner: Practitioner) -> list[Certificate]:
    events = CertificateEvent.objects.select_related("actor").order_by("at", "pk")
    certificates = Certificate.objects.filter(practitioner=practitioner).select_related("domain", "issued_by")
    return list(certificates.prefetch_related(Prefetch("events", events)).order_by("pk"))


def _begin(
    *,
    profile: CreditProfile,
    rule_set: CreditRuleSet,
    item: ItemRule,
    certificate: Certificate,
    events: list[CertificateEvent],
    now: datetime,
) -> None:
    event = next(event for event in reversed(events) if event.type in _BEGINS)
    today = timezone.localdate(now)
    record, created = CreditRecord.objects.get_or_create(
        profile=profile,
        code=CODE,
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
            "occurred_on": timezone.localdate(event.at),
            "effective_on": today,
            # The last valid day still counts.
            "ends_on": certificate.valid_until + timedelta(days=1) if certificate.valid_until else None,
            "proposed_by": event.actor or certificate.issued_by,
            "created_at": now,
        },
    )
    if not created:
        return
    step = add_step(
        record=record,
        origin="",
        to=RecordState.EFFECTIVE,
        action="record_competency_bonus",
        actor=record.proposed_by,
        role=StepRole.ISSUER,
        reason=record.evidence,
        now=now,
        detail={"certificate": certificate.number},
    )
    tell_person(record=record, step=step, now=now)


def _end(certificate: Certificate, event: CertificateEvent, now: datetime) -> None:
    today = timezone.localdate(now)
    for record in CreditRecord.objects.filter(certificate=certificate, state=RecordState.EFFECTIVE).order_by("pk"):
        locked = lock_record(record)
        move_record(
            record=locked,
            to=RecordState.EXPIRED,
            action="end_competency_bonus",
            actor=event.actor,
            role=StepRole.ISSUER if event.actor else StepRole.RULES,
            reason=_in_site_language(event),
            now=now,
            ends_on=min(locked.ends_on or today, today),
        )


def _in_site_language(event: CertificateEvent) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(EventType(event.type).label)
