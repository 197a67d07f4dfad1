"""Profiles, records and certificates for tests of the credit profile."""

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.enums import EventType, Kind
from certification.certificates.models import Certificate, CertificateEvent
from certification.credit import services
from certification.credit.enums import RecordState
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Consent, Practitioner, User
from lms.accounts.services import give_consent
from tests.cast import NOW
from tests.certification.certificates.cast import make_template
from tests.certification.sittings.cast import (
    make_assessment,
    make_attempt,
    make_paper,
    make_registration,
    make_sitting,
)

DAY = timedelta(days=1)


def ensure_rule_set() -> CreditRuleSet:
    """What a migration makes; made again, for a test with real transactions empties the tables."""
    migration = import_module("certification.credit.migrations.0002_rule_set_2024")
    rule_set, _created = CreditRuleSet.objects.get_or_create(
        code=migration.CODE, defaults={"effective_on": migration.EFFECTIVE_ON, "parameters": migration.parameters()}
    )
    return rule_set


def open_old_profile(practitioner: Practitioner, *, consent: bool = True) -> CreditProfile:
    """Open for a year, so that it is rated."""
    profile = services.open_profile(practitioner=practitioner, now=NOW - 365 * DAY)
    if consent:
        agree(practitioner)
    return profile


def agree(practitioner: Practitioner, now: datetime = NOW - 300 * DAY) -> Consent:
    return give_consent(practitioner=practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=now)


def propose(profile: CreditProfile, proposed_by: User, item: str = "D05", **values: Any) -> CreditRecord:
    code, _colon, variant = item.partition(":")
    arguments: dict[str, Any] = {
        "profile": profile,
        "code": code,
        "variant": variant,
        "fact_key": f"case {item}",
        "evidence": "核查报告：申报材料与存档不符。",
        "document_number": "津知协核〔2025〕17号",
        "occurred_on": date(2025, 5, 6),
        "proposed_by": proposed_by,
        "now": NOW,
    }
    return services.propose_record(**(arguments | values))


def bring_to(
    state: RecordState, record: CreditRecord, officer: User, deciders: list[User], now: datetime = NOW
) -> CreditRecord:
    """Onwards on the way of a deduction, with a statement and a waiver so that no period has to pass."""
    way = [
        RecordState.DRAFT,
        RecordState.NOTICED,
        RecordState.HEARD,
        RecordState.DECIDED,
        RecordState.SERVED,
        RecordState.EFFECTIVE,
    ]
    for target in way[way.index(RecordState(record.state)) + 1 : way.index(state) + 1]:
        _move(target, record, officer, deciders, now)
    record.refresh_from_db()
    return record


def _move(target: RecordState, record: CreditRecord, officer: User, deciders: list[User], now: datetime) -> None:
    if target == RecordState.NOTICED:
        services.notice_record(record=record, actor=officer, now=now)
    elif target == RecordState.HEARD:
        services.hear_record(record=record, actor=officer, statement="无异议。", now=now)
    elif target == RecordState.DECIDED:
        for decider in deciders:
            services.decide_record(record=record, decider=decider, agrees=True, reason="证据充分。", now=now)
    elif target == RecordState.SERVED:
        services.serve_record(record=record, actor=officer, reason="当面送达。", now=now)
    else:
        services.make_effective(
            record=record, actor=officer, waived=True, confirmed=True, reason="本人书面放弃。", now=now
        )


def make_certificate(
    practitioner: Practitioner,
    registrar: User,
    *,
    level: str = "L2",
    domain: str = "PAT",
    now: datetime = NOW,
    valid_until: date | None = date(2028, 6, 2),
) -> Certificate:
    """Rows as issuing leaves them; nothing is announced."""
    number = f"TJIP-A-2025-{domain}{level[1]}-{Certificate.objects.count() + 1:06d}-7"
    certificate = Certificate.objects.create(
        token=uuid4().hex[:22],
        kind=Kind.COMPETENCY,
        number=number,
        result=_make_result(practitioner, registrar, number, domain),
        practitioner=practitioner,
        template=make_template(),
        title="知识产权服务从业人员能力评价证书",
        name=practitioner.name,
        id_type=practitioner.id_type,
        id_last4=practitioner.id_number_last4,
        domain_id=domain,
        level=level,
        basis="协会能力评价标准 2025 版",
        issued_at=now,
        issued_by=registrar,
        valid_until=valid_until,
        is_test=True,
    )
    add_event(certificate, EventType.ISSUED, registrar, now)
    return certificate


def add_event(certificate: Certificate, type_: EventType, actor: User | None, at: datetime) -> CertificateEvent:
    return CertificateEvent.objects.create(certificate=certificate, type=type_, at=at, actor=actor)


def _make_result(practitioner: Practitioner, officer: User, code: str, domain: str) -> Result:
    slug = code.lower()
    paper = make_paper(slug, officer, questions=(), domain=domain)
    assessment = make_assessment(slug[-20:], paper)
    attempt = make_attempt(make_registration(make_sitting(slug, assessment, paper), practitioner))
    return Result.objects.create(
        attempt=attempt,
        state=ResultState.RELEASED,
        outcome=Outcome.PASS,
        total_points=80,
        breakdown={},
        pass_rule={},
        proposed_at=NOW,
        released_at=NOW,
        released_by=officer,
    )


def queries_of(client: Client, path: str) -> int:
    """How many queries a page takes once caches are warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
