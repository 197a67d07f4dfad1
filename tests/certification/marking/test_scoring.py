from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.marking.scoring import (
    AreaCount,
    PassRule,
    PassRuleInvalid,
    PassRuleUnfit,
    case_points,
    decide,
    needs_third,
    objective_points,
)
from certification.papers.enums import MultipleScoring

RULE = PassRule.read({"version": "2025-1", "total": 60, "case": 10, "areas": {"A": "0.6"}})
HALF_POINTS = st.integers(0, 40).map(lambda halves: Decimal(halves) / 2)
CHOICES = st.sets(st.sampled_from("ABCDE"))
TWO, ONE, NONE = Decimal(2), Decimal(1), Decimal(0)


# The worked examples of the domain's rules for PAT-L2.
@pytest.mark.parametrize(
    ("total", "case", "right_in_a", "passed", "unmet"),
    [
        ("72", "9", 7, False, ["case"]),
        ("78", "14", 5, False, ["area"]),
        ("60", "10", 6, True, []),
        ("59.75", "12", 8, False, ["total"]),
        ("95", "9.75", 5, False, ["case", "area"]),
    ],
)
def test_worked_examples(total: str, case: str, right_in_a: int, passed: bool, unmet: list[str]) -> None:
    decision = decide(rule=RULE, total=Decimal(total), case=Decimal(case), areas={"A": AreaCount(right_in_a, 10)})
    assert decision.passed is passed
    assert [gate.kind for gate in decision.gates if not gate.met] == unmet


def test_gate_says_what_was_needed_and_reached() -> None:
    decision = decide(
        rule=RULE, total=Decimal(78), case=Decimal(14), areas={"A": AreaCount(5, 10), "B": AreaCount(1, 9)}
    )
    area = decision.gates[-1]
    assert (area.area, area.needed, area.reached, area.of, area.met) == ("A", Decimal(6), Decimal(5), 10, False)


def test_share_of_items_is_rounded_up() -> None:
    decision = decide(rule=RULE, total=Decimal(78), case=Decimal(14), areas={"A": AreaCount(4, 7)})
    assert (decision.gates[-1].needed, decision.passed) == (Decimal(5), False)


def test_paper_without_a_case_has_no_case_gate() -> None:
    rule = PassRule.read({"version": "2025-1", "total": 60})
    assert decide(rule=rule, total=Decimal(60), case=None, areas={}).passed


def test_rule_about_a_part_the_paper_lacks_is_refused() -> None:
    with pytest.raises(PassRuleUnfit):
        decide(rule=RULE, total=Decimal(90), case=None, areas={"A": AreaCount(9, 10)})
    with pytest.raises(PassRuleUnfit):
        decide(rule=RULE, total=Decimal(90), case=Decimal(20), areas={"B": AreaCount(9, 10)})


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"total": 60},
        {"version": "1"},
        {"version": "1", "total": "many"},
        {"version": "1", "total": True},
        {"version": "1", "total": -1},
        {"version": "1", "total": "NaN"},
        {"version": "1", "total": 60, "areas": ["A"]},
        {"version": "1", "total": 60, "areas": {"A": 60}},
        {"version": "1", "total": 60, "case": {}},
    ],
)
def test_unreadable_rule_is_refused(raw: Any) -> None:
    with pytest.raises(PassRuleInvalid):
        PassRule.read(raw)


@pytest.mark.parametrize(
    ("key", "chosen", "scoring", "points"),
    [
        ("AC", "AC", MultipleScoring.EXACT, TWO),
        ("AC", "CA", MultipleScoring.EXACT, TWO),
        ("AC", "A", MultipleScoring.EXACT, NONE),
        ("AC", "ABC", MultipleScoring.EXACT, NONE),
        ("AC", "", MultipleScoring.EXACT, NONE),
        ("AC", "AC", MultipleScoring.PARTIAL, TWO),
        ("AC", "A", MultipleScoring.PARTIAL, Decimal("0.5")),
        ("ABC", "AB", MultipleScoring.PARTIAL, ONE),
        ("AC", "AB", MultipleScoring.PARTIAL, NONE),
        ("AC", "ABC", MultipleScoring.PARTIAL, NONE),
        ("AC", "", MultipleScoring.PARTIAL, NONE),
    ],
)
def test_objective_points(key: str, chosen: str, scoring: str, points: Decimal) -> None:
    assert objective_points(key=key, chosen=chosen, points=TWO, scoring=scoring) == points


@given(key=CHOICES.filter(bool), chosen=CHOICES, scoring=st.sampled_from(MultipleScoring.values))
def test_objective_points_stay_within_the_item_and_a_wrong_choice_gives_nothing(
    key: set[str], chosen: set[str], scoring: str
) -> None:
    points = objective_points(key=key, chosen=chosen, points=TWO, scoring=scoring)
    assert 0 <= points <= TWO
    assert (points == TWO) or chosen != key
    if chosen - key:
        assert points == 0
    assert objective_points(key=key, chosen=chosen, points=TWO) <= points


@pytest.mark.parametrize(
    ("first", "second", "third_needed"),
    [("14", "10", True), ("10", "14", True), ("14", "10.5", False), ("14", "14", False), ("20", "0", True)],
)
def test_gap_of_a_fifth_needs_a_third_marker(first: str, second: str, third_needed: bool) -> None:
    assert needs_third(first=Decimal(first), second=Decimal(second), maximum=Decimal(20)) is third_needed


@pytest.mark.parametrize(
    ("marks", "points"),
    [
        (("12", "13.5"), "12.75"),
        (("8", "14", "13"), "13.5"),
        (("8", "14", "9.5"), "8.75"),
        (("8", "14", "11"), "11"),
        (("8", "14", "14"), "14"),
        (("8", "14", "2"), "8"),
    ],
)
def test_case_points(marks: tuple[str, ...], points: str) -> None:
    assert case_points([Decimal(mark) for mark in marks]) == Decimal(points)


@given(marks=st.lists(HALF_POINTS, min_size=2, max_size=3))
def test_case_points_lie_between_the_marks_whatever_their_order(marks: list[Decimal]) -> None:
    points = case_points(marks)
    assert min(marks) <= points <= max(marks)
    assert points == case_points(marks[::-1])


@given(marks=st.lists(HALF_POINTS, min_size=3, max_size=3))
def test_an_outlier_never_moves_the_two_that_agree(marks: list[Decimal]) -> None:
    low, middle, high = sorted(marks)
    if middle - low < high - middle:
        assert case_points(marks) == case_points([low, middle])


@given(total=st.integers(0, 200), case=HALF_POINTS, right=st.integers(0, 10))
def test_decision_passes_exactly_when_every_gate_is_met(total: int, case: Decimal, right: int) -> None:
    decision = decide(rule=RULE, total=Decimal(total) / 2, case=case, areas={"A": AreaCount(right, 10)})
    assert decision.passed is (total >= 120 and case >= 10 and right >= 6)
