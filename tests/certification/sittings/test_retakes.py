from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certification.sittings.retakes import earliest_retake, too_soon_until, year_is_full

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))


def test_retake_after_thirty_days_is_not_too_soon() -> None:
    assert too_soon_until(goes=[date(2025, 6, 2)], on=date(2025, 7, 2), days=30) is None


def test_retake_after_twenty_nine_days_is_too_soon() -> None:
    assert too_soon_until(goes=[date(2025, 6, 2)], on=date(2025, 7, 1), days=30) == date(2025, 7, 2)


def test_retake_shortly_before_a_sitting_one_is_registered_for_is_too_soon() -> None:
    assert too_soon_until(goes=[date(2025, 7, 20)], on=date(2025, 7, 1), days=30) == date(2025, 8, 19)


def test_third_attempt_of_a_year_is_one_too_many() -> None:
    goes = [date(2025, 1, 10), date(2025, 5, 10)]
    assert year_is_full(goes=goes, on=date(2025, 12, 1), per_year=2)
    assert not year_is_full(goes=goes, on=date(2026, 1, 1), per_year=2)


def test_earliest_retake_moves_to_the_next_year_when_this_one_is_full() -> None:
    goes = [date(2025, 1, 10), date(2025, 5, 10)]
    assert earliest_retake(goes=goes, days=30, per_year=2) == date(2026, 1, 1)
    assert earliest_retake(goes=goes[:1], days=30, per_year=2) == date(2025, 2, 9)
    assert earliest_retake(goes=[], days=30, per_year=2) is None


@given(goes=st.lists(DAYS, min_size=1, max_size=5), days=st.integers(1, 90), per_year=st.integers(1, 4))
def test_earliest_retake_breaks_neither_rule(goes: list[date], days: int, per_year: int) -> None:
    first = earliest_retake(goes=goes, days=days, per_year=per_year)
    assert first is not None
    assert too_soon_until(goes=goes, on=first, days=days) is None
    assert not year_is_full(goes=goes, on=first, per_year=per_year)
    assert first >= max(goes) + timedelta(days=days)
