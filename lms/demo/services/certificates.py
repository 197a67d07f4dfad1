"""What happened to some certificates after they were issued, so that every status has an example."""

from datetime import datetime

from certification.certificates.enums import Kind, RevocationCategory, SharedName
from certification.certificates.models import Certificate
from certification.certificates.services import (
    cancel_certificate,
    confirm_revocation,
    expire_certificates,
    propose_revocation,
    reissue_certificate,
    suspend_certificate,
)
from certification.certificates.services.sharing import ShareChoices, share_certificate
from lms.accounts.models import User
from lms.demo.moments import moment


def change_certificates(*, registrar: User, decider: User, assessment_sitting: str, now: datetime) -> None:
    """Suspends, revokes, cancels and reissues one certificate each of a sitting, doubts another, and lets old ones expire."""
    sitting = Certificate.objects.filter(result__attempt__registration__sitting__code=assessment_sitting)
    suspended, revoked, cancelled, corrected, doubted = sitting.order_by("pk")[:5]
    suspend_certificate(
        certificate=suspended, actor=registrar, reason="核实报名材料期间暂停（演示）", now=moment(-20, "15:00", now=now)
    )
    proposal = propose_revocation(
        certificate=revoked,
        category=RevocationCategory.FRAUD,
        note="报名材料与发证机关核对不符（演示）",
        evidence="核对记录 2025-3，档案室（演示）",
        proposed_by=registrar,
        now=moment(-16, "10:00", now=now),
    )
    confirm_revocation(
        revocation=proposal, decided_by=decider, reason="已复核原件（演示）", now=moment(-15, "15:00", now=now)
    )
    propose_revocation(
        certificate=doubted,
        category=RevocationCategory.ERROR,
        note="成绩登记疑似串号，待第二位登记员复核（演示）",
        evidence="成绩复核单 2026-8，考务室（演示）",
        proposed_by=registrar,
        now=moment(-2, "15:00", now=now),
    )
    cancel_certificate(
        certificate=cancelled, actor=registrar, reason="本人申请注销（演示）", now=moment(-10, "15:00", now=now)
    )
    reissue_certificate(
        certificate=corrected,
        actor=registrar,
        reason="姓名用字更正（演示）",
        name=f"{corrected.name}一",
        now=moment(-5, "15:00", now=now),
    )
    expire_certificates(now=now)


def share_one(*, holder: User, now: datetime) -> None:
    """The holder's latest competency certificate has a page of its own for whoever has its address."""
    certificate = Certificate.objects.filter(practitioner__user=holder, kind=Kind.COMPETENCY).order_by("pk").last()
    if certificate is None:
        raise Certificate.DoesNotExist(holder.pk)
    choices = ShareChoices(name_shown=SharedName.FULL, offers_pdf=True, offers_badge=True)
    share_certificate(certificate=certificate, choices=choices, actor=holder, now=moment(-6, "12:00", now=now))
