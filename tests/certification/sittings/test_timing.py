from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from certification.sittings.timing import deadline, seconds_left
from tests.cast import NOW

MOMENTS = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2035, 1, 1))  # noqa: DTZ001 - only compared
FACTORS = st.decimals(min_value="1.00", max_value="3.00", places=2)


def test_deadline_is_start_plus_limit() -> None:
    closes_at = NOW + timedelta(hours=4)
    assert deadline(started_at=NOW, minutes=120, extra_time=Decimal("1.00"), closes_at=closes_at) == NOW + timedelta(
        hours=2
    )


def test_deadline_gives_a_quarter_more() -> None:
    closes_at = NOW + timedelta(hours=4)
    got = deadline(started_at=NOW, minutes=120, extra_time=Decimal("1.25"), closes_at=closes_at)
    assert got == NOW + timedelta(minutes=150)


def test_deadline_never_passes_the_end_of_the_window() -> None:
    closes_at = NOW + timedelta(minutes=40)
    assert deadline(started_at=NOW, minutes=120, extra_time=Decimal("2.00"), closes_at=closes_at) == closes_at


@given(
    started_at=MOMENTS,
    minutes=st.integers(1, 600),
    extra_time=FACTORS,
    window=st.integers(1, 100_000),
)
def test_deadline_is_after_the_start_and_within_limit_and_window(
    started_at: datetime, minutes: int, extra_time: Decimal, window: int
) -> None:
    closes_at = started_at + timedelta(seconds=window)
    got = deadline(started_at=started_at, minutes=minutes, extra_time=extra_time, closes_at=closes_at)
    assert started_at < got <= closes_at
    assert (got - started_at).total_seconds() <= float(minutes * 60 * extra_time)


def test_seconds_left_stop_at_nothing() -> None:
    assert seconds_left(deadline_at=NOW + timedelta(seconds=90), now=NOW) == 90.0
    assert seconds_left(deadline_at=NOW, now=NOW + timedelta(seconds=5)) == 0.0
