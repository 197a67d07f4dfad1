"""What a certificate says: Chinese and English side by side, whatever language its reader's browser asks for.

These words are printed matter and no part of the interface's catalogues. A template's texts hold placeholders such as
{domain}; which ones, depends on the kind.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from certification.certificates.enums import ContributionRole, Kind
from certification.certificates.models import Certificate, CertificateTemplate
from certification.certificates.status import TIME_ZONE
from lms.accounts.enums import IdType
from lms.competency.enums import Level


class Words(NamedTuple):
    zh: str
    en: str


LEVELS = {
    Level.FOUNDATION: Words("初级", "Foundation"),
    Level.PRACTITIONER: Words("中级", "Practitioner"),
    Level.SENIOR: Words("高级", "Senior"),
    Level.EXPERT: Words("专家", "Expert"),
}
ID_TYPES = {
    IdType.RESIDENT_CARD: Words("居民身份证", "Resident identity card"),
    IdType.PASSPORT: Words("护照", "Passport"),
    IdType.HK_MACAO_PERMIT: Words("港澳居民来往内地通行证", "Mainland travel permit, Hong Kong and Macao"),
    IdType.TAIWAN_PERMIT: Words("台湾居民来往大陆通行证", "Mainland travel permit, Taiwan"),
}
ROLES = {
    ContributionRole.LECTURER: Words("讲师", "Lecturer"),
    ContributionRole.VOLUNTEER: Words("志愿者", "Volunteer"),
}
PLACEHOLDERS: dict[Kind, tuple[str, ...]] = {
    Kind.COMPETENCY: ("domain", "level", "level_label"),
    Kind.COURSE: ("course", "domain", "level", "level_label", "period", "hours"),
    Kind.HOURS: ("year", "period", "hours", "professional_hours"),
    Kind.LECTURER: ("role", "subject", "period", "hours"),
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# How many characters of the number the mask stands for.
_MASKED = {IdType.RESIDENT_CARD: 14}
_MASKED_OTHERWISE = 5
_STRAIGHT_QUOTES = str.maketrans("‘’“”", "''\"\"")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Wording:
    """What the texts of a template become for one certificate; empty in a language that it is not printed in."""

    title: str
    title_en: str
    body: str
    body_en: str
    disclaimer: str
    disclaimer_en: str

    @property
    def leading_title(self) -> str:
        return self.title or self.title_en

    @property
    def leading_body(self) -> str:
        return self.body or self.body_en

    @property
    def leading_disclaimer(self) -> str:
        return self.disclaimer or self.disclaimer_en


def word_certificate(certificate: Certificate) -> Wording:
    """Reads ``template``, ``domain`` and the source of the certificate, which need not be saved yet."""
    template = certificate.design
    chinese = values_of(certificate, english=False) if template.has_chinese else None
    english = values_of(certificate, english=True) if template.has_english else None
    return Wording(
        title=_fill(template.title, chinese),
        title_en=_fill(template.title_en, english, english=True),
        body=_fill(template.body, chinese),
        body_en=_fill(template.body_en, english, english=True),
        disclaimer=_fill(template.disclaimer, chinese),
        disclaimer_en=_fill(template.disclaimer_en, english, english=True),
    )


def values_of(certificate: Certificate, *, english: bool) -> dict[str, str]:
    """What stands for each placeholder of the certificate's kind."""
    facts: dict[str, str] = {}
    if certificate.domain is not None:
        facts["domain"] = certificate.domain.name_en if english else certificate.domain.name_zh
    if certificate.level:
        facts |= {"level": certificate.level, "level_label": label_level(certificate.level, english=english)}
    if certificate.began_on is not None and certificate.ended_on is not None:
        facts["period"] = format_period(certificate.began_on, certificate.ended_on, english=english)
        facts["year"] = str(certificate.ended_on.year)
    if certificate.hours is not None:
        facts["hours"] = format_hours(certificate.hours)
    subject = (english and certificate.subject_en) or certificate.subject
    facts |= {"course": subject, "subject": subject}
    if certificate.hours_statement is not None:
        facts["professional_hours"] = format_hours(certificate.hours_statement.professional_hours)
    if certificate.contribution is not None:
        role = ROLES[ContributionRole(certificate.contribution.role)]
        facts["role"] = role.en if english else role.zh
    return facts


def unknown_placeholders(text: str, kind: str) -> list[str]:
    known = PLACEHOLDERS[Kind(kind)]
    return [f"{{{name}}}" for name in dict.fromkeys(_PLACEHOLDER.findall(text)) if name not in known]


def texts_of(template: CertificateTemplate) -> list[str]:
    """All that it prints before its placeholders are filled."""
    shared = [template.issuer_name, template.issuer_credit_code, template.signatory_name]
    chinese = [template.title, template.body, template.disclaimer, template.signatory_post]
    english = [
        template.title_en,
        template.body_en,
        template.disclaimer_en,
        template.issuer_name_en,
        template.signatory_post_en,
    ]
    return shared + chinese * template.has_chinese + english * template.has_english


def label_level(level: str, *, english: bool) -> str:
    words = LEVELS[Level(level)]
    return f"{words.en} ({level})" if english else f"{words.zh}（{level}）"


def mask_id_number(id_type: str, last4: str) -> str:
    return "*" * _MASKED.get(IdType(id_type), _MASKED_OTHERWISE) + last4


def date_issued(moment: datetime) -> date:
    return moment.astimezone(TIME_ZONE).date()


def format_date(day: date, *, english: bool = False) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if english else f"{day.year}年{day.month}月{day.day}日"


def format_period(first: date, last: date, *, english: bool = False) -> str:
    if first == last:
        return format_date(first, english=english)
    joint = " to " if english else "至"
    return f"{format_date(first, english=english)}{joint}{format_date(last, english=english)}"


def format_hours(hours: Decimal) -> str:
    """Without a zero after the point: 12, 12.5."""
    return f"{hours:.1f}".removesuffix(".0")


def _fill(text: str, facts: Mapping[str, str] | None, *, english: bool = False) -> str:
    if facts is None:
        return ""
    if english:
        # The Chinese font draws curly quotes as wide as a Chinese character.
        text = text.translate(_STRAIGHT_QUOTES)
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), text)
