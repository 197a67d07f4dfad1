"""What certificates brought and credit has not taken in yet."""

from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from certification.certificates.enums import Kind
from certification.certificates.models import Certificate, CertificateEvent
from certification.credit.enums import RecordState
from certification.credit.models import CreditRecord
from certification.credit.periods import BEGINS, ENDS
from certification.credit.queries.scores import rule_set_on, rules_of
from certification.credit.rules import COMPETENCY_CODE
from lms.accounts.models import Practitioner


def holders_to_sync(now: datetime) -> QuerySet[Practitioner]:
    """Holders of a certificate with a beginning that has no record, or an end that its record does not show."""
    rules = rules_of(rule_set_on(timezone.localdate(now)))
    levels = [item.variant for item in rules.items.values() if item.code == COMPETENCY_CODE]
    of_holder = Certificate.objects.filter(practitioner=OuterRef("pk"), kind=Kind.COMPETENCY, level__in=levels)
    waiting = of_holder.filter(Exists(_beginnings_without_record(now)) | Exists(_records_past_their_end(now)))
    return Practitioner.objects.filter(Exists(waiting)).order_by("pk")


def _beginnings_without_record(now: datetime) -> QuerySet[CertificateEvent]:
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"), at__lte=now)
    key = Concat(
        F("certificate__number"),
        Value("/"),
        Cast("certificate__issue", CharField()),
        Value("/"),
        Cast("pk", CharField()),
    )
    recorded = CreditRecord.objects.filter(
        code=COMPETENCY_CODE, certificate=OuterRef("certificate"), fact_key=OuterRef("key")
    )
    return events.filter(type__in=BEGINS).annotate(key=key).filter(~Exists(recorded))


def _records_past_their_end(now: datetime) -> QuerySet[CreditRecord]:
    ends = CertificateEvent.objects.filter(certificate=OuterRef("certificate"), at__lte=now)
    last = Subquery(ends.order_by("-at", "-pk").values("type")[:1])
    return (
        CreditRecord.objects.filter(code=COMPETENCY_CODE, certificate=OuterRef("pk"), state=RecordState.EFFECTIVE)
        .annotate(last=last)
        .filter(last__in=ENDS)
    )
