"""The results desk of the exam officer."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from certification.marking.models import MarkingAssignment, Result, ResultQuerySet
from certification.sittings.enums import AttemptState
from certification.sittings.models import Attempt, Sitting
from certification.sittings.models.assessment import SittingQuerySet
from certification.sittings.models.attempt import AttemptQuerySet
from lms.accounts.models import User


@dataclass(frozen=True)
class ResultFilter:
    sitting: str = ""
    outcome: str = ""
    state: str = ""


def results_listed(*, user: User, chosen: ResultFilter) -> ResultQuerySet:
    wanted = {
        "attempt__registration__sitting__code": chosen.sitting,
        "outcome": chosen.outcome,
        "state": chosen.state,
    }
    rows = Result.objects.visible_to(user).filter(**{field: value for field, value in wanted.items() if value})
    return rows.select_related(
        "attempt__registration__practitioner", "attempt__registration__sitting__assessment"
    ).order_by("-proposed_at", "-pk")


def sittings_with_results() -> SittingQuerySet:
    results = Result.objects.filter(attempt__registration__sitting=OuterRef("pk"))
    return Sitting.objects.filter(Exists(results)).select_related("assessment").order_by("-opens_at", "code")


def attempts_unmarked() -> AttemptQuerySet:
    """Ended, but neither waiting for markers nor with a result: marking refused them and someone must see why."""
    seats = MarkingAssignment.objects.filter(attempt=OuterRef("pk"))
    results = Result.objects.filter(attempt=OuterRef("pk"))
    ended = Attempt.objects.exclude(state=AttemptState.OPEN).filter(~Exists(seats), ~Exists(results))
    return ended.select_related("registration__sitting__assessment").order_by("ended_at", "pk")
