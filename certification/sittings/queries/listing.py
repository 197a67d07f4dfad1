"""Reads for the public pages and the desks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from certification.papers.models import BlueprintArea, BlueprintSection
from certification.sittings import rules
from certification.sittings.enums import RegistrationState, SittingPhase, SittingState
from certification.sittings.models import Assessment, Registration, Sitting
from certification.sittings.models.assessment import SittingQuerySet
from courses.catalogue.pictures import Picture, picture_of
from lms.accounts.models import Practitioner, User


@dataclass(frozen=True)
class SittingLine:
    """A sitting with what the page shows beside it; ``registration`` is the reader's own, if any stands."""

    sitting: Sitting
    phase: SittingPhase
    seats_left: int
    registration: Registration | None
    takes_registrations: bool
    takes_starts: bool


@dataclass(frozen=True)
class AssessmentLine:
    assessment: Assessment
    next_sitting: SittingLine | None

    @property
    def picture(self) -> Picture:
        return picture_of(self.assessment.domain_id, ())


@dataclass(frozen=True)
class Part:
    """One section of the paper."""

    type: str
    label: str
    count: int
    points_each: str
    points: str


def seats_taken(sitting: Sitting) -> int:
    return Registration.objects.filter(sitting=sitting, state=RegistrationState.REGISTERED).count()


def with_seats(sittings: SittingQuerySet) -> SittingQuerySet:
    """Annotates ``taken``."""
    counts = (
        Registration.objects.filter(sitting=OuterRef("pk"), state=RegistrationState.REGISTERED)
        .order_by()
        .values("sitting")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return sittings.annotate(taken=Coalesce(Subquery(counts, output_field=IntegerField()), 0))


def assessments_listed(*, user: User | AnonymousUser, now: datetime) -> list[AssessmentLine]:
    """Every assessment with its next sitting that is not over."""
    coming = (
        with_seats(_visible(user)).filter(closes_at__gt=now, state=SittingState.PUBLISHED).order_by("opens_at", "pk")
    )
    lines = _lines(coming, practitioner=None, now=now)
    first: dict[int, SittingLine] = {}
    for line in lines:
        first.setdefault(line.sitting.assessment_id, line)
    assessments = Assessment.objects.select_related("domain").order_by("domain_id", "level", "code")
    return [AssessmentLine(assessment, first.get(assessment.pk)) for assessment in assessments]


def sittings_of(
    assessment: Assessment, *, user: User | AnonymousUser, practitioner: Practitioner | None, now: datetime
) -> list[SittingLine]:
    """Sittings to come and those the reader is registered for, the next one first."""
    shown = Q(closes_at__gt=now, state=SittingState.PUBLISHED)
    if practitioner is not None:
        shown |= Q(registrations__practitioner=practitioner, registrations__state=RegistrationState.REGISTERED)
    chosen = with_seats(_visible(user)).filter(shown, assessment=assessment).distinct().order_by("opens_at", "pk")
    return _lines(chosen, practitioner=practitioner, now=now)


def sitting_line(sitting: Sitting, *, practitioner: Practitioner | None, now: datetime) -> SittingLine:
    chosen = with_seats(Sitting.objects.filter(pk=sitting.pk)).order_by("pk")
    return _lines(chosen, practitioner=practitioner, now=now)[0]


def parts_of(assessment: Assessment) -> list[Part]:
    sections = BlueprintSection.objects.filter(blueprint=assessment.blueprint_id).order_by("position", "pk")
    return [
        Part(
            type=section.type,
            label=section.get_type_display(),
            count=section.count,
            points_each=f"{section.points.normalize():f}",
            points=f"{(section.points * section.count).normalize():f}",
        )
        for section in sections
    ]


@dataclass(frozen=True)
class AreaGate:
    """An area of which a share must be right, whatever the total."""

    title: str
    percent: int


def area_gates(assessment: Assessment) -> list[AreaGate]:
    shares = {str(code): Decimal(str(share)) for code, share in assessment.pass_rule.get("areas", {}).items()}
    areas = BlueprintArea.objects.filter(blueprint=assessment.blueprint_id, code__in=shares).order_by("code")
    return [AreaGate(area.title, int(shares[area.code] * 100)) for area in areas]


def _visible(user: User | AnonymousUser) -> SittingQuerySet:
    if isinstance(user, AnonymousUser):
        return Sitting.objects.exclude(state=SittingState.DRAFT)
    return Sitting.objects.visible_to(user)


def _lines(sittings: QuerySet[Sitting], *, practitioner: Practitioner | None, now: datetime) -> list[SittingLine]:
    rows = list(sittings.select_related("assessment"))
    own: dict[int, Registration] = {}
    if practitioner is not None:
        standing = Registration.objects.filter(
            practitioner=practitioner, sitting__in=rows, state=RegistrationState.REGISTERED
        )
        own = {registration.sitting_id: registration for registration in standing}
    return [
        SittingLine(
            sitting=sitting,
            phase=rules.phase_of(sitting, now),
            seats_left=max(sitting.capacity - sitting.taken, 0),  # type: ignore[attr-defined]  # annotated
            registration=own.get(sitting.pk),
            takes_registrations=rules.takes_registrations(sitting, now),
            takes_starts=rules.takes_starts(sitting, now),
        )
        for sitting in rows
    ]
