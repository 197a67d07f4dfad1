"""Results that await a certificate, and certificates, for tests."""

from datetime import datetime, timedelta
from decimal import Decimal
from importlib import import_module
from itertools import count

from certification.certificates.enums import RevocationCategory
from certification.certificates.models import Certificate, CertificateEvent, CertificateTemplate
from certification.certificates.services import confirm_revocation, issue_certificate, propose_revocation
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from certification.papers.models import Paper
from certification.sittings.enums import AttemptState
from certification.sittings.models import Attempt
from lms.accounts.enums import Role
from lms.accounts.models import Practitioner, User
from tests.cast import NOW, make_user
from tests.certification.sittings.cast import (
    PASS_RULE,
    make_assessment,
    make_paper,
    make_registration,
    make_sitting,
)

_numbers = count(1)


def make_template() -> CertificateTemplate:
    """The one of the migration, which a test with real transactions does not find."""
    texts = import_module("certification.certificates.migrations.0002_first_template")
    english = import_module("certification.certificates.migrations.0010_first_templates_of_kinds")
    template, _created = CertificateTemplate.objects.get_or_create(
        kind=texts.KIND,
        version=1,
        defaults={
            "title": texts.TITLE,
            "body": texts.BODY,
            "disclaimer": texts.DISCLAIMER,
            "issuer_name": texts.ISSUER,
            "issuer_credit_code": texts.CREDIT_CODE,
            "created_at": NOW,
            **english.COMPETENCY_EN,
        },
    )
    return template


def make_result(
    practitioner: Practitioner,
    released_by: User,
    *,
    paper: Paper | None = None,
    outcome: Outcome = Outcome.PASS,
    state: ResultState = ResultState.RELEASED,
    standard: str = "《知识产权服务从业人员能力评价标准（专利代理）》2025年第1版",
    now: datetime = NOW,
) -> Result:
    """Of an assessment of its own, PAT L2, sat the day before."""
    code = f"pat-l2-{next(_numbers)}"
    paper = paper or make_paper(code, released_by, domain="PAT")
    assessment = make_assessment(code, paper, level="L2", standard=standard)
    registration = make_registration(make_sitting(code, assessment, paper), practitioner)
    started_at = now - timedelta(days=1)
    attempt = Attempt.objects.create(
        registration=registration,
        state=AttemptState.SUBMITTED,
        started_at=started_at,
        deadline_at=started_at + timedelta(hours=2),
        ended_at=started_at + timedelta(hours=1),
    )
    released = state == ResultState.RELEASED
    return Result.objects.create(
        attempt=attempt,
        state=state,
        outcome=outcome,
        total_points=Decimal(78),
        breakdown={},
        pass_rule=PASS_RULE,
        proposed_at=now,
        released_at=now if released else None,
        released_by=released_by if released else None,
    )


def make_certificate(practitioner: Practitioner, registrar: User, *, now: datetime = NOW) -> Certificate:
    make_template()
    return issue_certificate(result=make_result(practitioner, registrar, now=now), issued_by=registrar, now=now)


def colleague_of(registrar: User) -> User:
    """Another registrar, for what takes two."""
    email = "registrar2@example.com"
    return User.objects.filter(email=email).first() or make_user(email, "证书登记员乙", role=Role.REGISTRAR)


def revoke_certificate(*, certificate: Certificate, actor: User, reason: str, now: datetime) -> CertificateEvent:
    """As two persons do it: ``actor`` confirms what a colleague proposed."""
    proposal = propose_revocation(
        certificate=certificate,
        category=RevocationCategory.FRAUD,
        note=reason,
        evidence="监考记录 2025-14",
        proposed_by=colleague_of(actor),
        now=now,
    )
    decided = confirm_revocation(revocation=proposal, decided_by=actor, reason=reason, now=now)
    assert decided.event is not None
    return decided.event
