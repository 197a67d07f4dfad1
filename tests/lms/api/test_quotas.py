"""Quotas count per window in the shared cache, give back what they refuse, and stop nobody where the cache is away."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from lms.api.quotas import QuotaSpent, Window, spend
from tests.cast import NOW

MINUTE = Window("minute", 60, 10)
DAY = Window("day", 86_400, 12)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def test_rest_and_reset_are_told() -> None:
    first, day = spend("key", cost=3, windows=[MINUTE, DAY], now=NOW + timedelta(seconds=20))

    assert (first.left, first.resets_in) == (7, 40)
    # NOW is 02:00 UTC.
    assert (day.left, day.resets_in) == (9, 22 * 3600 - 20)


def test_spent_window_refuses_until_the_next() -> None:
    spend("key", cost=10, windows=[MINUTE], now=NOW)

    with pytest.raises(QuotaSpent) as refusal:
        spend("key", cost=1, windows=[MINUTE], now=NOW + timedelta(seconds=15))

    assert refusal.value.retry_after == 45
    assert refusal.value.allowances[0].left == 0
    assert spend("key", cost=1, windows=[MINUTE], now=NOW + timedelta(seconds=60))[0].left == 9


def test_refused_request_costs_nothing() -> None:
    spend("key", cost=8, windows=[MINUTE, DAY], now=NOW)

    with pytest.raises(QuotaSpent):
        spend("key", cost=3, windows=[MINUTE, DAY], now=NOW)

    assert [allowance.left for allowance in spend("key", cost=2, windows=[MINUTE, DAY], now=NOW)] == [0, 2]


def test_day_outlives_the_minute() -> None:
    spend("key", cost=10, windows=[MINUTE, DAY], now=NOW)

    with pytest.raises(QuotaSpent) as refusal:
        spend("key", cost=3, windows=[MINUTE, DAY], now=NOW + timedelta(minutes=5))

    assert refusal.value.allowances[0].window == DAY
    assert spend("key", cost=2, windows=[MINUTE, DAY], now=NOW + timedelta(minutes=5))[0].left == 8


def test_keys_do_not_share() -> None:
    spend("one", cost=10, windows=[MINUTE], now=NOW)

    assert spend("other", cost=1, windows=[MINUTE], now=NOW)[0].left == 9


def test_without_a_cache_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(LocMemCache, "incr", broken)

    for _each in range(20):
        assert spend("key", cost=5, windows=[MINUTE], now=NOW) == []
