"""What anyone may see of a person who has agreed to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from certification.certificates.enums import Kind, Status
from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.status import status_at
from certification.credit.models import CreditProfile
from certification.credit.queries.records import RecordLine, record_lines, records_of
from certification.credit.queries.scores import ProfileScore, score_profile
from certification.credit.scoring.score import COUNTED
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Consent, Practitioner
from lms.competency.models import Domain

PUBLIC_SEVERITIES = ("ordinary", "severe")


@dataclass(frozen=True)
class DomainLevel:
    """``level`` is the highest a valid certificate shows, or empty."""

    domain: Domain
    level: str


@dataclass(frozen=True)
class CertificateLine:
    certificate: Certificate
    status: Status


@dataclass(frozen=True)
class PublicProfile:
    practitioner: Practitioner
    standing: ProfileScore
    domains: list[DomainLevel]
    certificates: list[CertificateLine]
    records: list[RecordLine]


def public_profile(public_id: UUID, moment: datetime) -> PublicProfile | None:
    """None for an unknown person and for one without consent, after one and the same query."""
    profile = _consented(public_id, moment)
    if profile is None:
        return None
    standing = score_profile(profile, moment)
    certificates = certificates_of(profile.practitioner, moment)
    return PublicProfile(
        practitioner=profile.practitioner,
        standing=standing,
        domains=_domains(profile.practitioner, certificates),
        certificates=certificates,
        records=public_records(profile, standing),
    )


def public_profile_path(practitioner: Practitioner, moment: datetime) -> str | None:
    """Where the person's page is, as long as they agree to one."""
    profile = _consented(practitioner.public_id, moment)
    return reverse("credit:public_profile", args=[practitioner.public_id]) if profile else None


def _consented(public_id: UUID, moment: datetime) -> CreditProfile | None:
    standing = Consent.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment), kind=ConsentKind.PUBLISH_PROFILE, given_at__lte=moment
    )
    profiles = CreditProfile.objects.filter(
        practitioner__public_id=public_id, practitioner__in=standing.values("practitioner")
    )
    return profiles.select_related("practitioner__employer").first()


def certificates_of(practitioner: Practitioner, moment: datetime) -> list[CertificateLine]:
    """The latest issue of each, the newest first; one that was replaced is not shown beside its successor."""
    events = CertificateEvent.objects.order_by("at", "pk")
    certificates = Certificate.objects.filter(practitioner=practitioner).select_related("domain")
    lines = []
    for certificate in certificates.prefetch_related(Prefetch("events", events)).order_by("-issued_at", "-pk"):
        status = status_at(certificate.events.all(), valid_until=certificate.valid_until, moment=moment)
        if status not in {None, Status.REPLACED}:
            lines.append(CertificateLine(certificate, Status(status)))
    return lines


def public_records(profile: CreditProfile, standing: ProfileScore) -> list[RecordLine]:
    """Ordinary and severe records that count, inside their publication window."""
    on = timezone.localdate(standing.at)
    return [
        line
        for line in record_lines(records_of(profile), standing)
        if line.record.severity in PUBLIC_SEVERITIES
        and line.verdict is not None
        and line.verdict.standing == COUNTED
        and line.public_until is not None
        and on < line.public_until
    ]


def _domains(practitioner: Practitioner, certificates: list[CertificateLine]) -> list[DomainLevel]:
    levels: dict[str, str] = {}
    domains = {domain.code: domain for domain in practitioner.domains.order_by("code")}
    for line in certificates:
        domain = line.certificate.domain
        # Who attended a course of a level has not shown it.
        if line.status == Status.VALID and line.certificate.kind == Kind.COMPETENCY and domain is not None:
            levels[domain.code] = max(levels.get(domain.code, ""), line.certificate.level)
            domains.setdefault(domain.code, domain)
    return [DomainLevel(domain, levels.get(code, "")) for code, domain in domains.items()]
