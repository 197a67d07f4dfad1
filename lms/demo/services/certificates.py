"""What happened to some certificates after they were issued, so that every status has an example."""

from datetime import datetime

from certification.certificates.models import Certificate
from certification.certificates.services import (
    cancel_certificate,
    expire_certificates,
    reissue_certificate,
    revoke_certificate,
    suspend_certificate,
)
from lms.accounts.models import User
from lms.demo.moments import moment


def change_certificates(*, registrar: User, assessment_sitting: str, now: datetime) -> None:
    """Suspends, revokes, cancels and reissues one certificate each of a sitting, and lets old ones expire."""
    sitting = Certificate.objects.filter(result__attempt__registration__sitting__code=assessment_sitting)
    suspended, revoked, cancelled, corrected = sitting.order_by("pk")[:4]
    suspend_certificate(
        certificate=suspended, actor=registrar, reason="核实报名材料期间暂停（演示）", now=moment(-20, "15:00", now=now)
    )
    revoke_certificate(
        certificate=revoked, actor=registrar, reason="查实报名材料不实（演示）", now=moment(-15, "15:00", now=now)
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
