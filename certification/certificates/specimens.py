"""A certificate that nobody holds, to see a template by before it is published."""

from datetime import UTC, date, datetime
from decimal import Decimal

from certification.certificates.enums import ContributionRole, Kind
from certification.certificates.models import Certificate, CertificateTemplate, Contribution, HoursStatement
from certification.certificates.numbers import format_number
from certification.certificates.printed_words import word_certificate
from lms.accounts.enums import IdType
from lms.competency.models import Domain

_NAME = "林样张"
_ISSUED_AT = datetime(2025, 6, 2, 4, tzinfo=UTC)
_TOKEN = "specimen-of-a-template"  # noqa: S105 - leads to the page that says there is no such certificate
_DOMAIN = Domain(code="PAT", name_zh="专利代理", name_en="Patent agency")
_SUBJECT = "专利申请文件撰写与审查意见答复实务"
_SUBJECT_EN = "Drafting patent applications and answering office actions"
_TRAINING = {"began_on": date(2025, 3, 1), "ended_on": date(2025, 3, 9), "hours": Decimal(16)}


def specimen_of(template: CertificateTemplate) -> Certificate:
    """Not saved, and neither need the template be. What it prints is invented."""
    kind = Kind(template.kind)
    specimen = Certificate(
        kind=kind,
        template=template,
        name=_NAME,
        id_type=IdType.RESIDENT_CARD,
        id_last4="0000",
        token=_TOKEN,
        issued_at=_ISSUED_AT,
        is_test=False,
        **_facts(kind),
    )
    specimen.number = format_number(
        kind=kind, year=_ISSUED_AT.year, domain=specimen.domain_id or "", level=specimen.level, serial=0
    )
    specimen.title = word_certificate(specimen).leading_title
    return specimen


def _facts(kind: Kind) -> dict[str, object]:
    subject = {"subject": _SUBJECT, "subject_en": _SUBJECT_EN}
    if kind == Kind.COMPETENCY:
        basis = "《知识产权服务从业人员能力评价标准（专利代理）》2025年第1版"
        return {"domain": _DOMAIN, "level": "L2", "basis": basis, "valid_until": date(2028, 6, 2)}
    if kind == Kind.COURSE:
        return _TRAINING | subject | {"domain": _DOMAIN, "level": "L2", "basis": "pat-2025-03 · 出勤 Attendance ≥ 80%"}
    if kind == Kind.HOURS:
        statement = HoursStatement(year=2025, hours=Decimal("96.5"), professional_hours=Decimal(64))
        year = {"began_on": date(2025, 1, 1), "ended_on": date(2025, 12, 31), "hours": statement.hours}
        return year | {"hours_statement": statement, "basis": "《专业技术人员继续教育规定》第八条（hours-2025）"}
    contribution = Contribution(role=ContributionRole.LECTURER, subject=_SUBJECT)
    return (
        _TRAINING | subject | {"contribution": contribution, "domain": _DOMAIN, "basis": "津知服协〔2025〕12号活动通知"}
    )
