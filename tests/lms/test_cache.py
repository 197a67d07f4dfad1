"""The shared cache while its server is away."""

import logging

import pytest

from lms.cache import TolerantRedisCache

# Nobody listens on port 1.
NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _asking_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TolerantRedisCache, "_asks_again_at", 0.0)


def test_memory_stands_in_for_a_server_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    cache = TolerantRedisCache(NOBODY, {"KEY_PREFIX": "away"})
    with caplog.at_level(logging.WARNING, logger="lms.cache"):
        assert cache.add("lock", 1)
        assert not cache.add("lock", 2)
        cache.set("history", [1, 2], timeout=60)
        assert cache.get("history") == [1, 2]
        assert cache.get("nothing", "default") == "default"
        assert cache.incr("lock", 2) == 3
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
    one, other = TolerantRedisCache(redis_url, {}), TolerantRedisCache(redis_url, {})
    one.set("shared", "value", timeout=60)
    assert other.get("shared") == "value"
    assert other.delete("shared")
    one.close()
    other.close()
