"""How many seats are taken and who is in line."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.catalogue.models import CourseRun
from courses.enrollment.enums import SEATED, EnrollmentState
from courses.enrollment.models import Enrollment, EnrollmentQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def seats_taken(run: CourseRun) -> int:
    return Enrollment.objects.filter(run=run, state__in=SEATED).count()


def seats_left(run: CourseRun) -> int:
    return max(0, run.capacity - seats_taken(run))


def count_taken(run_ids: Collection[int]) -> Mapping[int, int]:
    rows = Enrollment.objects.filter(run__in=run_ids, state__in=SEATED).values("run").order_by()
    return dict(rows.annotate(taken=Count("pk")).values_list("run", "taken"))


class Seats(TypedDict):
    seats_taken: int
    waiting: int


def with_seats(runs: QuerySet[CourseRun]) -> "QuerySet[WithAnnotations[CourseRun, Seats]]":
    return runs.annotate(seats_taken=_count(SEATED), waiting=_count((EnrollmentState.WAITING,)))


def _count(states: tuple[EnrollmentState, ...]) -> Coalesce:
    rows = Enrollment.objects.filter(run=OuterRef("pk"), state__in=states).order_by().values("run")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), 0)


def waiting_line(run: CourseRun) -> EnrollmentQuerySet:
    """The next to get a seat first."""
    return Enrollment.objects.filter(run=run, state=EnrollmentState.WAITING).order_by("queued_at", "pk")


def place_in_line(enrollment: Enrollment) -> int:
    """1 for who is next."""
    before = Q(queued_at__lt=enrollment.queued_at) | Q(queued_at=enrollment.queued_at, pk__lt=enrollment.pk)
    return waiting_line(enrollment.run).filter(before).count() + 1
