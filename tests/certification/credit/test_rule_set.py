from copy import deepcopy
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from certification.credit import rules
from certification.credit.enums import CreditLevel, RecordState, Severity, Standing, UnratedReason
from certification.credit.scoring import CreditRules, RuleSetError, public_until
from certification.credit.scoring.rule_set import GRADES, SEVERITIES
from certification.credit.scoring.score import (
    BARRED,
    COUNTED,
    LAPSED,
    LIMITED,
    NO_CONSENT,
    PENDING,
    SUPERSEDED,
    TOO_YOUNG,
    UNRATED,
    WITHDRAWN,
)
from tests.certification.credit.facts import RULES

PARAMETERS: dict[str, Any] = import_module("certification.credit.migrations.0002_rule_set_2024").parameters()


def test_first_rule_set_has_every_item() -> None:
    codes = {code for code, _variant in RULES.items}

    assert codes == {f"B{number:02d}" for number in range(1, 7)} | {f"D{number:02d}" for number in range(1, 16)}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("B03", [1, 2, 3]),
        ("B04", [1, 2, 3]),
        ("D01", [-5, -3]),
        ("D03", [-10, -5]),
        ("D04", [-20, -10, -5]),
        ("D06", [-40, -20]),
        ("D11", [-40, -20, -5]),
        ("D12", [-40, -20]),
        ("D13", [-100, -100, -60, -20, -10]),
    ],
)
def test_variants_have_the_points_of_the_domain(code: str, expected: list[int]) -> None:
    assert sorted(item.points for item in RULES.items.values() if item.code == code) == expected


def test_windows_follow_the_severity() -> None:
    windows = {(item.severity, item.window_months) for item in RULES.items.values() if item.code != "B03"}

    assert windows == {("", 12), ("minor", 12), ("ordinary", 12), ("severe", 36)}


def test_words_of_the_rules_are_those_of_the_models() -> None:
    assert set(SEVERITIES) == set(Severity.values)
    assert {*GRADES, UNRATED} == set(CreditLevel.values)
    assert set(Standing.values) == {PENDING, COUNTED, LAPSED, WITHDRAWN, SUPERSEDED, LIMITED, BARRED}
    assert set(UnratedReason.values) == {NO_CONSENT, TOO_YOUNG}
    assert {rules.DRAFT, rules.NOTICED, rules.HEARD, rules.DECIDED, rules.SERVED, rules.EFFECTIVE} < set(
        RecordState.values
    )


def _without(path: str) -> dict[str, Any]:
    parameters = deepcopy(PARAMETERS)
    parameters.pop(path)
    return parameters


def _with_item(**changes: object) -> dict[str, Any]:
    parameters = deepcopy(PARAMETERS)
    parameters["items"][0].update(changes)
    return parameters


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        (_without("items"), "items is missing"),
        (_without("calendar"), "calendar is missing"),
        ({**PARAMETERS, "base": "a hundred"}, "a hundred"),
        ({**PARAMETERS, "thresholds": {"A": 60, "B": 80, "C": 90}}, "thresholds must fall"),
        ({**PARAMETERS, "severe_cap": "E"}, "severe_cap 'E'"),
        ({**PARAMETERS, "items": ["B01"]}, "string indices"),
        (_with_item(points=0), "points must not be 0"),
        (_with_item(severity="severe"), "a bonus has none"),
        (_with_item(cap="Z"), "cap 'Z'"),
    ],
)
def test_impossible_rule_set_is_refused(parameters: dict[str, Any], complaint: str) -> None:
    with pytest.raises(RuleSetError, match=complaint):
        CreditRules.from_parameters(parameters)


@pytest.mark.parametrize(
    ("ends_on", "source_until", "expected"),
    [
        (None, None, date(2026, 3, 3)),
        (date(2025, 9, 1), None, date(2025, 9, 1)),
        (None, date(2025, 8, 1), date(2025, 8, 1)),
    ],
)
def test_publication_ends_with_record_and_source(
    ends_on: date | None, source_until: date | None, expected: date
) -> None:
    assert (
        public_until(effective_on=date(2025, 3, 3), months=12, ends_on=ends_on, source_until=source_until) == expected
    )
