"""The cache of a machine without a server, whose counts are what limits rest on."""

import time
from pathlib import Path

import pytest

from lms.cache import CountingFiles
from tests.races import at_once


def test_a_count_ends_when_it_was_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.time()
    cache = CountingFiles(str(tmp_path), {})

    def counts(seconds_later: float) -> list[int]:
        monkeypatch.setattr(time, "time", lambda: begun + seconds_later)
        cache.add("quota", 0, timeout=1000)
        return [cache.count("visits", 60), int(cache.incr("quota"))]

    # Django's own would have the first for five minutes more, and have lost the second.
    assert [counts(each) for each in (0, 50, 59, 61, 900)] == [[1, 1], [2, 2], [3, 3], [1, 4], [1, 5]]


def test_counts_that_come_at_once_all_count(tmp_path: Path) -> None:
    at_once([lambda: CountingFiles(str(tmp_path), {}).count("visits", 60)] * 8)

    assert CountingFiles(str(tmp_path), {}).get("visits") == 8


def test_a_count_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not found"):
        CountingFiles(str(tmp_path), {}).incr("nothing")
