from datetime import timedelta
from decimal import Decimal

import pytest

from certification.items.enums import ItemType
from certification.marking import services
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import MarkingAssignment, Result
from certification.marking.queries import attempts_unmarked
from certification.papers.enums import MultipleScoring
from certification.papers.models import Paper
from certification.sittings.models import Assessment, Attempt
from certification.sittings.services import end_due_attempts, submit_attempt
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.cast import NOW
from tests.certification.marking.cast import answer, answer_all, give_mark
from tests.certification.sittings.cast import (
    Question,
    make_assessment,
    make_attempt,
    make_paper,
    make_registration,
    make_sitting,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_ended_attempt_gets_two_seats_per_answered_case(seats: list[MarkingAssignment]) -> None:
    assert [(seat.seat, seat.marker) for seat in seats] == [(1, None), (2, None)]
    assert not Result.objects.exists()


def test_attempt_that_times_out_is_marked_too(attempt: Attempt) -> None:
    answer_all(attempt)
    end_due_attempts(now=attempt.deadline_at + timedelta(minutes=1))
    assert MarkingAssignment.objects.count() == 2


def test_empty_case_needs_no_marker(attempt: Attempt) -> None:
    answer_all(attempt, item4={"text": "  \n"})
    submit_attempt(attempt=attempt, now=LATER)
    result = Result.objects.get()
    assert not MarkingAssignment.objects.exists()
    assert (result.total_points, result.outcome) == (Decimal(80), Outcome.FAIL)
    assert [gate["kind"] for gate in result.breakdown["gates"] if not gate["met"]] == ["case"]


def test_attempt_without_an_answer_fails(attempt: Attempt) -> None:
    submit_attempt(attempt=attempt, now=LATER)
    result = Result.objects.get()
    assert (result.total_points, result.outcome, result.state) == (Decimal(0), Outcome.FAIL, ResultState.PROPOSED)


def test_latest_answer_is_the_one_that_counts(attempt: Attempt) -> None:
    answer_all(attempt, item4={})
    answer(attempt, 1, {"choices": ["A"]}, sequence=2)
    submit_attempt(attempt=attempt, now=LATER)
    assert Result.objects.get().total_points == Decimal(60)


def test_result_keeps_how_it_came_about(proposed: Result) -> None:
    assert (proposed.outcome, proposed.total_points) == (Outcome.PASS, Decimal(94))
    assert proposed.pass_rule["version"] == "2025-1"
    assert proposed.breakdown == {
        "total": "94",
        "maximum": "100",
        "sections": [
            {"type": "single", "items": 1, "right": 1, "points": "20", "maximum": "20"},
            {"type": "multiple", "items": 1, "right": 1, "points": "40", "maximum": "40"},
            {"type": "boolean", "items": 1, "right": 1, "points": "20", "maximum": "20"},
        ],
        "cases": [{"position": 4, "points": "14", "maximum": "20"}],
        "areas": [
            {
                "code": "A",
                "title_zh": "领域A",
                "title_en": "Area A",
                "items": 3,
                "right": 3,
                "points": "80",
                "maximum": "80",
            }
        ],
        "gates": [
            {"kind": "total", "area": "", "needed": "60", "reached": "94", "of": 0, "met": True},
            {"kind": "case", "area": "", "needed": "10", "reached": "14", "of": 0, "met": True},
            {"kind": "area", "area": "A", "needed": "2", "reached": "3", "of": 3, "met": True},
        ],
    }
    assert AuditEntry.objects.filter(action="marking.propose_result").count() == 1


def test_far_marks_call_a_third_marker(
    seats: list[MarkingAssignment], marker: User, second_marker: User, registrar: User
) -> None:
    give_mark(seats[0], marker, "8", "7", "1")
    give_mark(seats[1], second_marker, "4", "4", "4")
    third = MarkingAssignment.objects.get(seat=3)
    assert third.marker is None
    assert not Result.objects.exists()

    give_mark(third, registrar, "5", "5", "5")

    assert Result.objects.get().breakdown["cases"] == [{"position": 4, "points": "15.5", "maximum": "20"}]


def test_near_marks_give_their_mean_exactly(seats: list[MarkingAssignment], marker: User, second_marker: User) -> None:
    give_mark(seats[0], marker, "8", "4.5", "1")
    give_mark(seats[1], second_marker, "8", "2", "0")
    assert Result.objects.get().total_points == Decimal("91.75")


def test_result_waits_for_every_case(
    examiner: User, practitioner: Practitioner, marker: User, second_marker: User
) -> None:
    case = Question(ItemType.ESSAY, "20", (), area=None)
    paper = make_paper("two-cases", examiner, questions=[Question(ItemType.SINGLE, "60"), case, case])
    sitting = make_sitting("two-cases", make_assessment("TWO", paper), paper)
    attempt = make_attempt(make_registration(sitting, practitioner))
    for position in (2, 3):
        answer(attempt, position, {"text": "分析"})
    submit_attempt(attempt=attempt, now=LATER)
    for seat in MarkingAssignment.objects.filter(paper_item__position=2).order_by("seat"):
        give_mark(seat, marker if seat.seat == 1 else second_marker, "8", "7", "5")
    with pytest.raises(services.MarkingIncomplete):
        services.propose_result(attempt=attempt, now=LATER)

    for seat in MarkingAssignment.objects.filter(paper_item__position=3).order_by("seat"):
        give_mark(seat, marker if seat.seat == 1 else second_marker, "0", "0", "0")

    assert Result.objects.get().total_points == Decimal(20)


def test_partial_scoring_is_the_papers_setting(examiner: User, practitioner: Practitioner) -> None:
    questions = [Question(ItemType.MULTIPLE, "2", ("A", "B", "C")), Question(ItemType.MULTIPLE, "2", ("A", "B"))]
    paper = make_paper("partial", examiner, questions=questions, scoring=MultipleScoring.PARTIAL)
    assessment = make_assessment("PARTIAL", paper, pass_rule={"version": "2025-1", "total": 2})
    attempt = make_attempt(make_registration(make_sitting("partial", assessment, paper), practitioner))
    answer(attempt, 1, {"choices": ["A", "B"]})
    answer(attempt, 2, {"choices": ["A", "D"]})
    submit_attempt(attempt=attempt, now=LATER)
    assert Result.objects.get().total_points == Decimal(1)


def test_proposing_again_changes_nothing(proposed: Result) -> None:
    assert services.propose_result(attempt=proposed.attempt, now=LATER) == proposed
    assert services.mark_objective(attempt=proposed.attempt, now=LATER) is None
    assert Result.objects.count() == 1


def test_open_attempt_is_not_marked(attempt: Attempt) -> None:
    with pytest.raises(services.AttemptStillOpen):
        services.mark_objective(attempt=attempt, now=NOW)
    with pytest.raises(services.AttemptStillOpen):
        services.propose_result(attempt=attempt, now=NOW)


def test_broken_rule_keeps_nobody_from_handing_in_and_is_mended_later(
    attempt: Attempt, small_paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    good = Assessment.objects.get().pass_rule
    Assessment.objects.update(pass_rule={"version": "1", "total": "many"})
    submit_attempt(attempt=Attempt.objects.get(), now=LATER)
    assert [row.pk for row in attempts_unmarked()] == [attempt.pk]
    done, refusals = services.mark_waiting_attempts(now=LATER)
    assert (done, len(refusals)) == (0, 1)
    assert "pass rule cannot be read" in refusals[0]
    assert "waits to be marked" in caplog.text

    Assessment.objects.update(pass_rule=good)

    assert services.mark_waiting_attempts(now=LATER) == (1, [])
    assert not attempts_unmarked().exists()
