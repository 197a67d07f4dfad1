from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.certificates.renewal.rules import RenewalRules
from certification.certificates.status import years_later

PARAMETERS = {"hours_years": 3, "opens_days_before": 90, "reminder_days_before": [7, 90, 30]}
RULES = RenewalRules.from_parameters(PARAMETERS)
LAST_DAY = date(2028, 6, 2)


def test_the_window_opens_ninety_days_before_and_closes_with_the_last_day() -> None:
    assert RULES.opens_on(LAST_DAY) == date(2028, 3, 4)
    assert [RULES.is_open(LAST_DAY, on=LAST_DAY - timedelta(days=days)) for days in (91, 90, 0, -1)] == [
        False,
        True,
        True,
        False,
    ]


def test_the_calendar_years_before_the_last_day_count() -> None:
    assert RULES.years_counted(LAST_DAY) == (2025, 2026, 2027)


@pytest.mark.parametrize(
    ("days_left", "due"),
    [(91, None), (90, 90), (60, 90), (31, 90), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, None)],
)
def test_one_reminder_is_due_at_a_time(days_left: int, due: int | None) -> None:
    assert RULES.reminder_due(LAST_DAY, on=LAST_DAY - timedelta(days=days_left)) == due


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours_years": 0},
        {"opens_days_before": 0},
        {"reminder_days_before": [120]},
        {"reminder_days_before": [7, 7]},
        {"reminder_days_before": ["soon"]},
        {"reminder_days_before": None},
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says something else
        RenewalRules.from_parameters(PARAMETERS | wrong)


def test_a_missing_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="hours_years"):
        RenewalRules.from_parameters({})


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.integers(1, 10))
def test_a_term_ends_on_the_same_day_or_on_the_last_of_february(day: date, years: int) -> None:
    later = years_later(day, years)

    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or ((day.month, day.day), later.day) == ((2, 29), 28)
