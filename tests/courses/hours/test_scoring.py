"""The worked examples of the association's rules, and what must hold whatever the numbers are."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.enums import Category
from courses.hours.scoring import (
    ActivityHours,
    Half,
    HalfDay,
    HoursRules,
    Meeting,
    add_months,
    hours_of,
    is_repeat,
    score_activity,
    summarize_year,
)
from tests.courses.lectures import RULES_OF_2025

RULES = HoursRules.from_parameters(RULES_OF_2025)
TIANJIN = ZoneInfo("Asia/Shanghai")
DAY = date(2025, 6, 2)


def meeting(at: str, minutes: int, *, day: date = DAY) -> Meeting:
    hour, minute = map(int, at.split(":"))
    return Meeting(datetime(day.year, day.month, day.day, hour, minute, tzinfo=TIANJIN), minutes)


def score(*meetings: Meeting, counted_before: dict[HalfDay, int] | None = None) -> ActivityHours:
    return score_activity(meetings, on=DAY, rules=RULES, counted_before=counted_before)


@pytest.mark.parametrize(
    ("minutes", "hours"), [(100, "2.0"), (113, "2.5"), (44, "0.5"), (45, "1.0"), (22, "0"), (23, "0.5")]
)
def test_minutes_become_half_hours_never_rounded_up(minutes: int, hours: str) -> None:
    assert score(meeting("09:00", minutes)).hours == Decimal(hours)


def test_a_day_of_540_minutes_counts_8_hours() -> None:
    scored = score(meeting("08:30", 540))

    assert scored.hours == Decimal(8)
    assert [(part.half_day.half, part.minutes, part.counted) for part in scored.slices] == [
        (Half.MORNING, 210, 180),
        (Half.AFTERNOON, 330, 180),
    ]


def test_a_half_day_counts_4_hours() -> None:
    assert score(meeting("13:00", 240)).hours == Decimal(4)
    assert score(meeting("13:00", 120), meeting("15:30", 120)).hours == Decimal(4)


def test_limits_run_across_activities() -> None:
    used = {HalfDay(DAY, Half.MORNING): 135}

    scored = score(meeting("09:00", 100), counted_before=used)

    assert (scored.counted_minutes, scored.hours) == (45, Decimal(1))


def test_day_limit_holds_where_it_is_less_than_two_half_days() -> None:
    strict = HoursRules.from_parameters({**RULES_OF_2025, "day_max": 6})

    assert score_activity([meeting("08:00", 600)], on=DAY, rules=strict).hours == Decimal(6)


def test_two_days_have_two_limits() -> None:
    assert score(meeting("08:00", 600), meeting("08:00", 600, day=DAY + timedelta(days=1))).hours == Decimal(16)


def test_a_meeting_over_midnight_is_cut_there() -> None:
    scored = score(meeting("23:00", 120))

    assert [part.half_day for part in scored.slices] == [
        HalfDay(DAY, Half.AFTERNOON),
        HalfDay(DAY + timedelta(days=1), Half.MORNING),
    ]


def test_the_same_course_after_ten_months_counts_nothing() -> None:
    scored = score_activity([meeting("09:00", 100)], on=DAY, rules=RULES, same_course_on=[date(2024, 8, 2)])

    assert (scored.hours, scored.repeats) == (Decimal(0), date(2024, 8, 2))


@pytest.mark.parametrize(
    ("before", "repeat"), [(date(2023, 6, 2), False), (date(2023, 6, 3), True), (date(2025, 8, 1), True)]
)
def test_a_course_counts_once_in_24_months_either_way(before: date, repeat: bool) -> None:
    assert is_repeat(before, DAY, RULES) is repeat


def test_months_end_on_the_last_day_where_there_is_no_same_day() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 12, 31), 2) == date(2025, 2, 28)


def test_general_hours_count_up_to_30_and_professional_need_60() -> None:
    summary = summarize_year([(Category.GENERAL, Decimal(40)), (Category.PROFESSIONAL, Decimal(55))], RULES)

    assert (summary.general_counted, summary.total, summary.is_met) == (Decimal(30), Decimal(85), False)
    assert (summary.missing, summary.missing_professional) == (Decimal(5), Decimal(5))


def test_90_hours_without_60_professional_do_not_meet_the_norm() -> None:
    summary = summarize_year(
        [(Category.GENERAL, Decimal(30)), (Category.PROFESSIONAL, Decimal(59)), (Category.ELECTIVE, Decimal(5))], RULES
    )

    assert (summary.total_is_met, summary.professional_is_met, summary.is_met) == (True, False, False)


def test_90_hours_with_60_professional_meet_the_norm() -> None:
    assert summarize_year([(Category.GENERAL, Decimal(30)), (Category.PROFESSIONAL, Decimal(60))], RULES).is_met


def test_a_reversal_takes_away_where_it_was_booked() -> None:
    entries = [(Category.PROFESSIONAL, Decimal("6.5")), (Category.PROFESSIONAL, Decimal("-6.5"))]

    assert summarize_year(entries, RULES).total == Decimal(0)


meetings = st.lists(
    st.builds(
        Meeting,
        st.datetimes(datetime(2025, 1, 1), datetime(2025, 1, 4), timezones=st.just(TIANJIN)).map(  # noqa: DTZ001 - the zone comes beside
            lambda moment: moment.replace(second=0, microsecond=0)
        ),
        st.integers(0, 900),
    ),
    max_size=6,
)


@given(meetings)
def test_hours_never_exceed_the_limits_nor_the_time_spent(attended: list[Meeting]) -> None:
    scored = score_activity(attended, on=DAY, rules=RULES)
    days: dict[date, int] = {}
    for part in scored.slices:
        assert 0 <= part.counted <= min(part.minutes, 180)
        days[part.half_day.day] = days.get(part.half_day.day, 0) + part.counted

    assert all(counted <= 360 for counted in days.values())
    assert sum(part.minutes for part in scored.slices) == scored.minutes
    assert scored.hours * 45 <= scored.counted_minutes <= scored.minutes


@given(st.integers(0, 10_000))
def test_hours_are_whole_steps_and_less_than_a_step_is_lost(minutes: int) -> None:
    hours = hours_of(minutes, RULES)

    assert hours % RULES.step == 0
    assert 0 <= minutes - hours * 45 < Decimal("22.5")


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_minutes_never_give_fewer_hours(one: int, other: int) -> None:
    less, more = sorted((one, other))

    assert hours_of(less, RULES) <= hours_of(more, RULES)


@given(meetings, st.integers(0, 180))
def test_what_was_used_up_before_never_adds(attended: list[Meeting], used: int) -> None:
    before = {HalfDay(each.starts_at.date(), Half.MORNING): used for each in attended}

    with_before = score_activity(attended, on=DAY, rules=RULES, counted_before=before)

    assert with_before.hours <= score_activity(attended, on=DAY, rules=RULES).hours
