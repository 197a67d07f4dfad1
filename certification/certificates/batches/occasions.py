"""The course runs and sittings that people wait after, for a registrar who wants one of them. Two queries, whatever the number."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from certification.certificates.batches.candidates import completions_without_certificate
from certification.certificates.enums import Kind
from certification.certificates.queries import released_passes_without_certificate
from certification.sittings.models import Sitting
from courses.catalogue.models import CourseRun


@dataclass(frozen=True)
class Occasion:
    """``pk`` of the run or the sitting; ``waiting``: how many people."""

    pk: int
    title: str
    code: str
    waiting: int


def list_occasions(kind: Kind) -> list[Occasion]:
    """By title. Hours are of a year, and of nothing smaller."""
    if kind == Kind.COMPETENCY:
        passes = released_passes_without_certificate().values_list("attempt__registration__sitting")
        counts = dict(passes.order_by().annotate(Count("pk")))
        sittings = Sitting.objects.filter(pk__in=counts).select_related("assessment")
        return _sorted(Occasion(each.pk, each.assessment.title, each.code, counts[each.pk]) for each in sittings)
    if kind == Kind.COURSE:
        completions = completions_without_certificate().prefetch_related(None).values_list("enrollment__run")
        counts = dict(completions.order_by().annotate(Count("pk")))
        runs = CourseRun.objects.filter(pk__in=counts).select_related("course")
        return _sorted(Occasion(each.pk, each.course.title, each.code, counts[each.pk]) for each in runs)
    return []


def _sorted(occasions: Iterable[Occasion]) -> list[Occasion]:
    return sorted(occasions, key=lambda occasion: (occasion.title, occasion.code))
