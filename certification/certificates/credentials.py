"""A certificate as an Open Badges credential: its snapshot in the standard's words."""

import uuid
from datetime import datetime, time

from django.conf import settings
from django.urls import reverse

from certification.certificates.documents import verification_address
from certification.certificates.enums import ContributionRole, Kind
from certification.certificates.models import Certificate, CredentialStatusEntry, StatusList
from certification.certificates.open_badges.achievement import Achievement, Activity, Award, Issuer
from certification.certificates.open_badges.did import did_of_site
from certification.certificates.open_badges.status_list import Place
from certification.certificates.printed_words import ROLES, format_hours, label_level, word_certificate
from certification.certificates.status import TIME_ZONE

# What a list of credentials shows first, so that no test is taken for the real thing.
_TEST_MARK = "【测试 · 无效】"
# The standard's words for what an achievement is. A certificate of competency is no license and no certification.
_TYPES = {
    Kind.COMPETENCY: "Certificate",
    Kind.COURSE: "CertificateOfCompletion",
    Kind.HOURS: "Certificate",
    Kind.LECTURER: "CommunityService",
}
# A picture of a level is for competency alone: who attended a course of that level has not shown it.
_PICTURES = {Kind.COURSE: "course", Kind.HOURS: "hours", Kind.LECTURER: "lecturer"}


def site_did() -> str:
    return did_of_site(settings.SITE_URL)


def credential_address(certificate: Certificate) -> str:
    return f"{settings.SITE_URL}{reverse('certificates:credential', args=[certificate.uuid])}"


def status_list_address(status_list: StatusList) -> str:
    return f"{settings.SITE_URL}{reverse('certificates:status_list', args=[status_list.number])}"


def picture_name(certificate: Certificate, *, is_test: bool) -> str:
    """Of the badge that is drawn for a level or a kind, once as it is and once as a test specimen."""
    name = _PICTURES.get(Kind(certificate.kind), certificate.level.lower())
    return f"{name}-test" if is_test else name


def badge_address(name: str) -> str:
    return f"{settings.SITE_URL}{reverse('certificates:badge', args=[name])}"


def award_of(certificate: Certificate, entry: CredentialStatusEntry, *, is_test: bool) -> Award:
    """Reads ``template``, ``domain`` and the source of the certificate and ``status_list`` of the entry."""
    template = certificate.design
    mark = _TEST_MARK if is_test or certificate.is_test else ""
    return Award(
        id=credential_address(certificate),
        name=f"{mark}{certificate.title}",
        issuer=Issuer(
            did=site_did(),
            name=template.issuer_name,
            site_url=settings.SITE_URL,
            credit_code=template.issuer_credit_code,
        ),
        achievement=_achievement(certificate, mark),
        holder=certificate.name,
        number=certificate.number,
        verification_address=verification_address(certificate),
        issued_at=certificate.issued_at,
        valid_until=_last_moment(certificate),
        activity=_activity(certificate),
        place=Place(list_address=status_list_address(entry.status_list), index=entry.index),
    )


def _achievement(certificate: Certificate, mark: str) -> Achievement:
    template, wording = certificate.design, word_certificate(certificate)
    code = _code(certificate)
    same = f"{site_did()}#{code}/{template.version}/{certificate.basis}"
    return Achievement(
        # The same for all whose certificate says the same, and another as soon as it says something else.
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{same}/{certificate.subject}" if certificate.subject else same).urn,
        type=_TYPES[Kind(certificate.kind)],
        name=f"{mark}{certificate.title}",
        description=f"{wording.leading_body}\n\n{wording.leading_disclaimer}",
        criteria=_criteria(certificate),
        code=code,
        field=_field(certificate),
        language="zh-CN" if template.has_chinese else "en",
        version=str(template.version),
        picture_address=badge_address(picture_name(certificate, is_test=bool(mark))),
    )


def _code(certificate: Certificate) -> str:
    if certificate.kind == Kind.COMPETENCY:
        return f"{certificate.domain_id}-{certificate.level}"
    if certificate.kind == Kind.COURSE:
        return f"T-{certificate.domain_id}-{certificate.level}"
    if certificate.hours_statement is not None:
        return f"H-{certificate.hours_statement.year}"
    return f"L-{certificate.domain_id or 'ALL'}"


def _field(certificate: Certificate) -> str:
    if certificate.domain is None:
        return ""
    return certificate.domain.name_zh if certificate.design.has_chinese else certificate.domain.name_en


def _criteria(certificate: Certificate) -> str:
    if certificate.kind == Kind.COMPETENCY:
        return f"{certificate.basis}：{label_level(certificate.level, english=False)}，结论：合格"
    hours = format_hours(certificate.hours) if certificate.hours is not None else ""
    return (
        f"{certificate.basis}：{hours} 学时"
        if certificate.design.has_chinese
        else f"{certificate.basis}: {hours} hours"
    )


def _activity(certificate: Certificate) -> Activity | None:
    if certificate.began_on is None or certificate.ended_on is None or certificate.hours is None:
        return None
    role = ""
    if certificate.contribution is not None:
        words = ROLES[ContributionRole(certificate.contribution.role)]
        role = words.zh if certificate.design.has_chinese else words.en
    return Activity(
        begun_at=datetime.combine(certificate.began_on, time(), TIME_ZONE),
        ended_at=datetime.combine(certificate.ended_on, time(23, 59, 59), TIME_ZONE),
        hours=float(certificate.hours),
        role=role,
    )


def _last_moment(certificate: Certificate) -> datetime | None:
    if certificate.valid_until is None:
        return None
    return datetime.combine(certificate.valid_until, time(23, 59, 59), TIME_ZONE)
