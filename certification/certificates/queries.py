"""Reading the register."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from certification.certificates.enums import DocumentState, EventType, Status
from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CertificateDocument,
    CertificateEvent,
    CertificateTemplate,
    Contribution,
    CredentialKey,
    IssueBatchRow,
    Revocation,
    StatusList,
    StatusListVersion,
)
from certification.certificates.rules import APPLIED, ENDS
from certification.certificates.status import TIME_ZONE
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from certification.sittings.models import Assessment
from courses.catalogue.enums import RunState
from courses.catalogue.models import CourseSession
from courses.hours.enums import SourceKind
from courses.hours.models import HoursEntry
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def template_in_force(kind: str) -> CertificateTemplate | None:
    templates = CertificateTemplate.objects.select_related("seal", "signature")
    return templates.filter(kind=kind).order_by("version").last()


def templates_with_use() -> QuerySet[CertificateTemplate]:
    """Every version, the newest first, with the number of certificates that were printed by it as ``uses``."""
    printed = Certificate.objects.filter(template=OuterRef("pk")).order_by().values("template")
    uses = Coalesce(Subquery(printed.annotate(count=Count("pk")).values("count")), 0)
    return CertificateTemplate.objects.annotate(uses=uses).order_by("kind", "-version")


def with_events(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """What ``status_at`` and a page need, in two queries however many certificates there are."""
    events = CertificateEvent.objects.order_by("at", "pk")
    return certificates.select_related(
        "domain", "template", "document", "hours_statement", "contribution", "paper_record"
    ).prefetch_related(Prefetch("events", events))


class Standing(TypedDict):
    last_hold: str | None
    status: str | None


def with_status(
    certificates: QuerySet[Certificate], *, at: datetime
) -> "QuerySet[WithAnnotations[Certificate, Standing]]":
    """Annotates ``status`` for filters and lists; tests hold it equal to ``status_at``, which stays the one that decides."""
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"), at__lte=at)
    ends = [When(Exists(events.filter(type=type_)), then=Value(APPLIED[type_])) for type_ in ENDS]
    over = Q(valid_until__lt=at.astimezone(TIME_ZONE).date()) | Exists(events.filter(type=EventType.EXPIRED))
    holds = events.filter(type__in=(EventType.SUSPENDED, EventType.REINSTATED)).order_by("-at", "-pk")
    return certificates.annotate(
        last_hold=Subquery(holds.values("type")[:1]),
        status=Case(
            When(~Exists(events.filter(type=EventType.ISSUED)), then=Value(None)),
            *ends,
            When(over, then=Value(Status.EXPIRED)),
            When(last_hold=EventType.SUSPENDED, then=Value(Status.SUSPENDED)),
            default=Value(Status.VALID),
            output_field=CharField(null=True),
        ),
    )


def held_assessments(practitioner: Practitioner, assessments: Collection[Assessment], now: datetime) -> set[int]:
    """Of these assessments, the primary keys of those for which the practitioner has a certificate that is valid now."""
    certificates = Certificate.objects.filter(
        practitioner=practitioner, result__attempt__registration__sitting__assessment__in=assessments
    )
    held = with_status(certificates, at=now).filter(status=Status.VALID)
    return set(held.values_list("result__attempt__registration__sitting__assessment", flat=True))


def standing(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those that nothing has ended: neither revoked, nor canceled, nor replaced."""
    ends = CertificateEvent.objects.filter(certificate=OuterRef("pk"), type__in=ENDS)
    return certificates.filter(~Exists(ends))


def standing_hours_certificate(practitioner: Practitioner, year: int) -> Certificate | None:
    of_year = Certificate.objects.filter(hours_statement__practitioner=practitioner, hours_statement__year=year)
    return standing(of_year).order_by("-issue", "-pk").first()


def certificates_past_their_last_day(*, now: datetime) -> QuerySet[Certificate]:
    over = CertificateEvent.objects.filter(certificate=OuterRef("pk"), type__in=(*ENDS, EventType.EXPIRED))
    return Certificate.objects.filter(~Exists(over), valid_until__lt=now.astimezone(TIME_ZONE).date())


def revocations() -> QuerySet[Revocation]:
    """As a page shows them, the oldest first."""
    people = ("certificate__domain", "certificate__practitioner", "proposed_by", "decided_by")
    return Revocation.objects.select_related(*people).order_by("proposed_at", "pk")


def documents_waiting(*, now: datetime) -> QuerySet[CertificateDocument]:
    """Neither rendered, nor held by a worker, nor in the pause after a failure."""
    return CertificateDocument.objects.filter(Q(try_after=None) | Q(try_after__lte=now)).exclude(
        state=DocumentState.RENDERED
    )


def issued_in_a_batch() -> Exists:
    """Of a certificate's document: whether the certificate is one of many that a registrar had issued together."""
    return Exists(IssueBatchRow.objects.filter(certificate=OuterRef("certificate")))


def credentials_waiting(*, now: datetime) -> QuerySet[CertificateCredential]:
    """Neither signed nor in the pause after a failure."""
    return CertificateCredential.objects.filter(Q(try_after=None) | Q(try_after__lte=now), signed_at=None)


def published_keys() -> QuerySet[CredentialKey]:
    """All that ever signed, the oldest first."""
    return CredentialKey.objects.order_by("created_at", "pk")


def places_set(status_list: StatusList) -> QuerySet[CertificateEvent, int]:
    """The places of certificates that have ended. Whatever the events' times: the clocks of two servers may differ."""
    ends = CertificateEvent.objects.filter(type__in=ENDS, certificate__status_entry__status_list=status_list)
    return ends.values_list("certificate__status_entry__index", flat=True)


def status_lists_waiting() -> QuerySet[StatusList]:
    """Those that have changed since they were last signed."""
    published = StatusListVersion.objects.filter(status_list=OuterRef("pk"), version=OuterRef("revision"))
    return StatusList.objects.filter(~Exists(published)).order_by("number")


def status_list_exists(number: int) -> bool:
    return StatusList.objects.filter(number=number).exists()


def latest_version(number: int) -> StatusListVersion | None:
    return StatusListVersion.objects.filter(status_list__number=number).order_by("version").last()


def released_passes_without_certificate() -> QuerySet[Result]:
    """Passes that are released and have no certificate, with the refusal that says why, longest waiting first."""
    return (
        Result.objects.filter(state=ResultState.RELEASED, outcome=Outcome.PASS, certificates=None)
        .select_related(
            "issue_refusal", "attempt__registration__practitioner", "attempt__registration__sitting__assessment"
        )
        .order_by("released_at", "pk")
    )


def completions_refused() -> QuerySet[CourseCompletion]:
    """Completions whose certificate was refused when it should have been issued by itself, longest waiting first."""
    return (
        CourseCompletion.objects.filter(revoked_at=None, certificates=None, issue_refusal__isnull=False)
        .select_related("issue_refusal", "enrollment__practitioner", "enrollment__run__course")
        .order_by("completed_at", "pk")
    )


def contributions_by_date() -> QuerySet[Contribution]:
    """The newest first, each with its certificates."""
    certificates = Certificate.objects.order_by("issue")
    return (
        Contribution.objects.select_related("practitioner")
        .prefetch_related(Prefetch("certificates", certificates))
        .order_by("-recorded_at", "-pk")
    )


def contributions_in_full() -> QuerySet[Contribution]:
    """As the page of one shows it."""
    sessions = CourseSession.objects.select_related("run__course").order_by("starts_at", "pk")
    whole = contributions_by_date().select_related("domain", "recorded_by")
    return whole.prefetch_related(Prefetch("sessions", sessions))


def taught_sessions(practitioner: Practitioner, *, now: datetime) -> QuerySet[CourseSession]:
    """Delivered sessions whose program names the person as a speaker, the latest first."""
    held = CourseSession.objects.filter(ends_at__lte=now, run__state=RunState.PUBLISHED)
    return held.filter(speakers__name=practitioner.name).distinct().order_by("-starts_at", "-pk")


def certificates_whose_basis_was_taken_back() -> QuerySet[Certificate]:
    """They stand, though a completion was revoked or hours were reversed since: a person decides what follows."""
    reversals = HoursEntry.objects.filter(
        practitioner=OuterRef("hours_statement__practitioner"),
        year=OuterRef("hours_statement__year"),
        source_kind=SourceKind.REVERSAL,
        pk__gt=OuterRef("hours_statement__last_entry"),
    )
    taken_back = Q(completion__revoked_at__isnull=False) | Exists(reversals)
    return standing(Certificate.objects.filter(taken_back)).select_related("practitioner").order_by("issued_at", "pk")
