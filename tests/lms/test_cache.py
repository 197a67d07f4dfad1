"""The shared cache while its server is away."""

import logging
import time

import pytest

from lms.cache import TolerantRedisCache

# Nobody listens on port 1.
NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _asking_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TolerantRedisCache, "_asks_again_at", 0.0)
    # Longer than any test takes.
    monkeypatch.setattr("lms.cache._PAUSE", 3600.0)


def test_memory_stands_in_for_a_server_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    cache = TolerantRedisCache(NOBODY, {"KEY_PREFIX": "away"})
    with caplog.at_level(logging.WARNING, logger="lms.cache"):
        assert cache.add("lock", 1)
        assert not cache.add("lock", 2)
        cache.set("history", [1, 2], timeout=60)
        assert cache.get("history") == [1, 2]
        assert cache.get("nothing", "default") == "default"
        assert cache.incr("lock", 2) == 3
        assert [cache.count("visits", 60) for _each in range(2)] == [1, 2]
        assert cache.touch("lock", 10)
        assert cache.delete("lock")
        assert cache.get_many(["history", "lock"]) == {"history": [1, 2]}
        cache.clear()
        assert cache.get("history") is None
        cache.close()
    # Asked once; then nobody waits for it again within seconds.
    assert [record.getMessage() for record in caplog.records] == [
        "The cache does not answer (ConnectionError); memory stands in for it."
    ]


def test_redis_is_used_while_it_answers(redis_url: str) -> None:
    patient = {"OPTIONS": {"socket_connect_timeout": 60, "socket_timeout": 60}}
    one, other = TolerantRedisCache(redis_url, patient), TolerantRedisCache(redis_url, patient)
    one.set("shared", "value", timeout=60)
    assert other.get("shared") == "value"
    assert other.delete("shared")
    # Both count on one number, which is gone when its seconds are over.
    assert [each.count("visits", 600) for each in (one, other, one)] == [1, 2, 3]
    assert one.count("brief", 1) == 1
    time.sleep(1.1)
    assert other.count("brief", 1) == 1
    one.close()
    other.close()
