"""Who could get a certificate of a kind now, each with its draft: what it would rest on and print. A few queries, whatever the number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from certification.certificates.enums import Kind
from certification.certificates.models import Certificate, HoursStatement
from certification.certificates.queries import released_passes_without_certificate, standing
from courses.catalogue.enums import Category
from courses.hours.enums import SourceKind
from courses.hours.models import HoursEntry
from courses.hours.queries import rule_set_of
from courses.hours.scoring import HoursRules, YearSummary, summarize_year
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner

# Of a page and of a batch; who has more makes a further one.
MOST = 500


@dataclass(frozen=True)
class Candidate:
    """``source``: the primary key of the result, of the completion or, for hours, of the practitioner."""

    source: int
    practitioner: Practitioner
    what: str
    draft: Certificate
    # A refusal that is known before anything is printed.
    lacks_hours: bool = False


def list_candidates(kind: Kind, *, year: int, now: datetime, occasion: int | None = None) -> list[Candidate]:
    """``year`` counts for hours alone; ``occasion``, of the others: one sitting's passes, one run's completions."""
    if kind == Kind.COMPETENCY:
        return _passes(Q() if occasion is None else Q(attempt__registration__sitting=occasion))
    if kind == Kind.COURSE:
        return _completions(Q() if occasion is None else Q(enrollment__run=occasion))
    return _years(year)


def _passes(of: Q) -> list[Candidate]:
    results = (
        released_passes_without_certificate()
        .filter(of)
        .select_related("attempt__registration__practitioner", "attempt__registration__sitting__assessment__domain")
    )
    candidates = []
    for result in results[:MOST]:
        registration = result.attempt.registration
        assessment = registration.sitting.assessment
        draft = Certificate(
            kind=Kind.COMPETENCY,
            result=result,
            practitioner=registration.practitioner,
            domain=assessment.domain,
            level=assessment.level,
            basis=assessment.standard,
        )
        what = f"{assessment.title} · {registration.sitting.code}"
        candidates.append(Candidate(result.pk, registration.practitioner, what, draft))
    return candidates


def completions_without_certificate() -> QuerySet[CourseCompletion]:
    """Completions that stand, of places for which no certificate stands; longest waiting first."""
    certified = standing(Certificate.objects.filter(completion__enrollment=OuterRef("enrollment")))
    booked = HoursEntry.objects.filter(source_kind=SourceKind.COURSE)
    return (
        CourseCompletion.objects.filter(~Exists(certified), revoked_at=None)
        .select_related("enrollment__run__course__domain", "enrollment__practitioner")
        .prefetch_related(Prefetch("hours_entries", booked))
        .order_by("completed_at", "pk")
    )


def _completions(of: Q) -> list[Candidate]:
    candidates = []
    for completion in completions_without_certificate().filter(of)[:MOST]:
        enrollment, course = completion.enrollment, completion.enrollment.run.course
        entries = completion.hours_entries.all()
        hours = sum((entry.hours for entry in entries), Decimal(0))
        day = completion.completed_at.date()
        draft = Certificate(
            kind=Kind.COURSE,
            completion=completion,
            practitioner=enrollment.practitioner,
            domain=course.domain,
            level=course.level,
            subject=course.title_zh,
            subject_en=course.title_en,
            began_on=day,
            ended_on=day,
            hours=hours,
            basis=enrollment.run.code,
        )
        what = f"{course.title} · {enrollment.run.code}"
        lacks_hours = bool(entries) and not hours
        candidates.append(Candidate(completion.pk, enrollment.practitioner, what, draft, lacks_hours=lacks_hours))
    return candidates


def _years(year: int) -> list[Candidate]:
    met = {pk: summary for pk, summary in year_summaries(year).items() if summary.is_met}
    certified = standing(
        Certificate.objects.filter(hours_statement__practitioner=OuterRef("pk"), hours_statement__year=year)
    )
    people = Practitioner.objects.filter(~Exists(certified), pk__in=met).order_by("name", "pk")
    rule_set = rule_set_of(year)
    candidates = []
    for practitioner in people[:MOST]:
        summary = met[practitioner.pk]
        statement = HoursStatement(
            practitioner=practitioner,
            year=year,
            hours=summary.total,
            professional_hours=summary.professional,
            rule_set=rule_set,
        )
        draft = Certificate(
            kind=Kind.HOURS,
            hours_statement=statement,
            practitioner=practitioner,
            began_on=date(year, 1, 1),
            ended_on=date(year, 12, 31),
            hours=summary.total,
            basis=f"{rule_set.basis}（{rule_set.code}）",
        )
        candidates.append(Candidate(practitioner.pk, practitioner, f"{year} · {summary.total}", draft))
    return candidates


def year_summaries(year: int, practitioners: Iterable[int] | None = None) -> dict[int, YearSummary]:
    """By practitioner, of everybody with a row in the year's ledger, or of these."""
    whose = Q() if practitioners is None else Q(practitioner__in=list(practitioners))
    entries = HoursEntry.objects.filter(whose, year=year).values("practitioner", "category").annotate(sum=Sum("hours"))
    sums: dict[int, list[tuple[Category, Decimal]]] = defaultdict(list)
    for row in entries.order_by("practitioner", "category"):
        sums[row["practitioner"]].append((Category(row["category"]), row["sum"]))
    rules = HoursRules.from_parameters(rule_set_of(year).parameters)
    return {practitioner: summarize_year(categories, rules) for practitioner, categories in sums.items()}
