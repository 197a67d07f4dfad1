"""From an ended attempt to a proposed result: objective items by rule, cases by people."""

import logging
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.marking import scoring
from certification.marking.breakdown import breakdown_of
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Mark, MarkingAssignment, Result
from certification.marking.queries import attempts_unmarked, performance_of
from certification.papers.models import PaperItem
from certification.sittings.enums import AttemptState
from certification.sittings.models import Attempt
from lms.audit.services import record_entry
from lms.errors import DomainError

logger = logging.getLogger(__name__)


class AttemptStillOpen(DomainError):
    message = _("This attempt has not ended, so it cannot be marked yet.")


class MarkingIncomplete(DomainError):
    message = _("Some cases of this attempt are not marked yet.")


def mark_ended_attempt(*, attempt: Attempt, now: datetime) -> None:
    """For the signal: a rule that cannot be applied must not keep a candidate from handing in; the results desk lists the attempt."""
    try:
        with transaction.atomic():
            mark_objective(attempt=attempt, now=now)
    except DomainError:
        logger.exception("Attempt %s waits to be marked.", attempt.pk)


def mark_waiting_attempts(*, now: datetime) -> tuple[int, list[str]]:
    """Marks what could not be marked when it ended; returns how many, and what still stands in the way."""
    done, refusals = 0, []
    for attempt in list(attempts_unmarked()):
        try:
            with transaction.atomic():
                mark_objective(attempt=attempt, now=now)
            done += 1
        except DomainError as refusal:
            refusals.append(f"{attempt.registration.sitting.code}: {refusal}")
    return done, list(dict.fromkeys(refusals))


@transaction.atomic
def mark_objective(*, attempt: Attempt, now: datetime) -> Result | None:
    """Seats two markers at each answered case, or proposes the result at once. An empty case has no points and needs no marker."""
    locked = lock_attempt(attempt)
    if locked.state == AttemptState.OPEN:
        raise AttemptStillOpen
    # Read now, so that a rule nobody can apply is found before markers begin.
    scoring.PassRule.read(locked.registration.sitting.assessment.pass_rule)
    answered = performance_of(locked).answered_cases
    for case in answered:
        for seat in (1, 2):
            MarkingAssignment.objects.get_or_create(attempt=locked, paper_item=case, seat=seat)
    return None if answered else propose_result(attempt=locked, now=now)


@transaction.atomic
def propose_result(*, attempt: Attempt, now: datetime) -> Result:
    """Computes the decision; a person releases it. Proposing again gives the same result back."""
    locked = lock_attempt(attempt)
    existing = Result.objects.filter(attempt=locked).first()
    if existing is not None:
        return existing
    if locked.state == AttemptState.OPEN:
        raise AttemptStillOpen
    assessment = locked.registration.sitting.assessment
    rule = scoring.PassRule.read(assessment.pass_rule)
    performance = performance_of(locked)
    cases = {case: _points_of(locked, case) for case in performance.answered_cases}
    cases |= {case: Decimal(0) for case in performance.cases if case not in cases}
    breakdown, decision, total = breakdown_of(performance=performance, cases=cases, rule=rule)
    result = Result.objects.create(
        attempt=locked,
        state=ResultState.PROPOSED,
        outcome=Outcome.PASS if decision.passed else Outcome.FAIL,
        total_points=total,
        breakdown=breakdown,
        pass_rule=assessment.pass_rule,
        proposed_at=now,
    )
    detail: dict[str, object] = {"outcome": result.outcome, "rule": rule.version}
    record_entry(action="marking.propose_result", subject=result, actor=None, now=now, detail=detail)
    return result


def settle_case(*, attempt: Attempt, case: PaperItem, now: datetime) -> Result | None:
    """After a mark: a third seat if the first two lie too far apart, the result once every seat has its mark."""
    marks = _marks_of(attempt, case)
    if len(marks) == 2 and scoring.needs_third(first=marks[0], second=marks[1], maximum=case.points):
        MarkingAssignment.objects.get_or_create(attempt=attempt, paper_item=case, seat=3)
    if MarkingAssignment.objects.filter(attempt=attempt, mark=None).exists():
        return None
    return propose_result(attempt=attempt, now=now)


def lock_attempt(attempt: Attempt) -> Attempt:
    """Two markers who finish together, or a second signal, wait for each other here."""
    rows = Attempt.objects.select_for_update(of=("self",)).select_related(
        "registration__sitting__assessment", "registration__sitting__paper"
    )
    return rows.get(pk=attempt.pk)


def _marks_of(attempt: Attempt, case: PaperItem) -> list[Decimal]:
    rows = Mark.objects.filter(assignment__attempt=attempt, assignment__paper_item=case)
    return list(rows.order_by("assignment__seat").values_list("points", flat=True))


def _points_of(attempt: Attempt, case: PaperItem) -> Decimal:
    marks = _marks_of(attempt, case)
    seats = MarkingAssignment.objects.filter(attempt=attempt, paper_item=case).count()
    if len(marks) < max(seats, 2):
        raise MarkingIncomplete
    return scoring.case_points(marks)
