"""A certificate as an Open Badges credential: its snapshot in the standard's words."""

import uuid
from datetime import datetime, time

from django.conf import settings
from django.urls import reverse

from certification.certificates.documents import LEVELS, verification_address, word_template
from certification.certificates.models import Certificate, CredentialStatusEntry, StatusList
from certification.certificates.open_badges.achievement import Achievement, Award, Issuer
from certification.certificates.open_badges.did import did_of_site
from certification.certificates.open_badges.status_list import Place
from certification.certificates.status import TIME_ZONE
from lms.competency.enums import Level

# What a list of credentials shows first, so that no test is taken for the real thing.
_TEST_MARK = "【测试 · 无效】"


def site_did() -> str:
    return did_of_site(settings.SITE_URL)


def credential_address(certificate: Certificate) -> str:
    return f"{settings.SITE_URL}{reverse('certificates:credential', args=[certificate.uuid])}"


def status_list_address(status_list: StatusList) -> str:
    return f"{settings.SITE_URL}{reverse('certificates:status_list', args=[status_list.number])}"


def picture_name(level: str, *, is_test: bool) -> str:
    """Of the badge that is drawn for a level, once as it is and once as a test specimen."""
    return f"{level.lower()}-test" if is_test else level.lower()


def badge_address(name: str) -> str:
    return f"{settings.SITE_URL}{reverse('certificates:badge', args=[name])}"


def award_of(certificate: Certificate, entry: CredentialStatusEntry, *, is_test: bool) -> Award:
    """Reads ``template`` and ``domain`` of the certificate and ``status_list`` of the entry."""
    template = certificate.template
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
        place=Place(list_address=status_list_address(entry.status_list), index=entry.index),
    )


def _achievement(certificate: Certificate, mark: str) -> Achievement:
    template, domain = certificate.template, certificate.domain
    wording = word_template(template, domain=domain, level=certificate.level)
    code = f"{certificate.domain_id}-{certificate.level}"
    return Achievement(
        # The same for all whose certificate says the same, and another as soon as it says something else.
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{site_did()}#{code}/{template.version}/{certificate.basis}").urn,
        name=f"{mark}{certificate.title}",
        description=f"{wording.body}\n\n{wording.disclaimer}",
        criteria=f"{certificate.basis}：{LEVELS[Level(certificate.level)][0]}（{certificate.level}），结论：合格",
        code=code,
        field=domain.name_zh,
        version=str(template.version),
        picture_address=badge_address(picture_name(certificate.level, is_test=bool(mark))),
    )


def _last_moment(certificate: Certificate) -> datetime | None:
    if certificate.valid_until is None:
        return None
    return datetime.combine(certificate.valid_until, time(23, 59, 59), TIME_ZONE)
