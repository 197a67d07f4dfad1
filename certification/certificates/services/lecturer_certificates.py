"""What a lecturer or a volunteer did, recorded with its evidence; and the certificate of it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.enums import ContributionRole, Kind
from certification.certificates.models import Certificate, Contribution
from certification.certificates.printed_words import date_issued
from certification.certificates.services.drafts import issue_draft
from courses.catalogue.enums import RunState
from courses.catalogue.models import CourseSession
from lms.accounts.models import Practitioner, User
from lms.audit.services import record_entry
from lms.competency.models import Domain
from lms.errors import DomainError


class SessionsMissing(DomainError):
    status = 400
    message = gettext_lazy("Choose the sessions that were taught; a lecturer’s certificate rests on them.")


class SessionNotDelivered(DomainError):
    def __init__(self, session: CourseSession) -> None:
        super().__init__(
            _("Session “%(session)s” has not been delivered: it is not over, or its run was not held. Leave it out.")
            % {"session": session.title}
        )


class NotTheSpeaker(DomainError):
    def __init__(self, session: CourseSession, name: str) -> None:
        super().__init__(
            _(
                "The program names other speakers for session “%(session)s”. Add %(name)s as a speaker to it, or leave the session out."
            )
            % {"session": session.title, "name": name}
        )


class ContributionNotOver(DomainError):
    message = gettext_lazy("What is certified has been done: the last day lies in the future. Record it afterwards.")


class ContributionRecorded(DomainError):
    message = gettext_lazy(
        "This has been recorded for this person and day already. Issue the certificate from the list."
    )


@transaction.atomic
def record_contribution(
    *,
    practitioner: Practitioner,
    role: str,
    subject: str,
    began_on: date,
    ended_on: date,
    hours: Decimal,
    evidence: str,
    recorded_by: User,
    now: datetime,
    subject_en: str = "",
    domain: Domain | None = None,
    sessions: Sequence[CourseSession] = (),
) -> Contribution:
    """A lecturer taught every one of ``sessions``: they are over, were held, and name the person as a speaker."""
    holder = Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
    if ended_on > date_issued(now):
        raise ContributionNotOver
    if Contribution.objects.filter(practitioner=holder, role=role, subject=subject, began_on=began_on).exists():
        raise ContributionRecorded
    if role == ContributionRole.LECTURER:
        _check_taught(sessions, holder.name, now)
    contribution = Contribution.objects.create(
        practitioner=holder,
        role=role,
        subject=subject,
        subject_en=subject_en,
        domain=domain,
        began_on=began_on,
        ended_on=ended_on,
        hours=hours,
        evidence=evidence,
        recorded_by=recorded_by,
        recorded_at=now,
    )
    contribution.sessions.set(sessions)
    record_entry(
        action="certificates.record_contribution",
        subject=contribution,
        actor=recorded_by,
        now=now,
        detail={"role": role, "sessions": [session.pk for session in sessions], "evidence": evidence},
    )
    return contribution


@transaction.atomic
def issue_lecturer_certificate(*, contribution: Contribution, issued_by: User, now: datetime) -> Certificate:
    """The certificate of this contribution; asked again, the same one."""
    locked = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("practitioner__user", "domain")
        .get(pk=contribution.pk)
    )
    existing = Certificate.objects.filter(contribution=locked, issue=1).first()
    if existing is not None:
        return existing
    draft = Certificate(
        kind=Kind.LECTURER,
        contribution=locked,
        practitioner=locked.practitioner,
        domain=locked.domain,
        subject=locked.subject,
        subject_en=locked.subject_en,
        began_on=locked.began_on,
        ended_on=locked.ended_on,
        hours=locked.hours,
        basis=locked.evidence,
    )
    return issue_draft(draft, issued_by=issued_by, now=now)


def _check_taught(sessions: Sequence[CourseSession], name: str, now: datetime) -> None:
    if not sessions:
        raise SessionsMissing
    taught = CourseSession.objects.filter(pk__in=[session.pk for session in sessions]).select_related("run")
    for session in taught.prefetch_related("speakers").order_by("starts_at", "pk"):
        if session.ends_at > now or session.run.state != RunState.PUBLISHED:
            raise SessionNotDelivered(session)
        if name not in [speaker.name for speaker in session.speakers.all()]:
            raise NotTheSpeaker(session, name)
