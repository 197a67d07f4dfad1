"""Shared caches that count: on a server that may go away, for sign-in, attempts and verification go on without it; on one machine in a folder."""

import fcntl
import logging
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property
from redis.commands.core import Script
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Within seconds of a failure nobody asks the server again: each request would wait for its time-out.
_PAUSE = 5.0
_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1}
_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


class CountingRedisCache(RedisCache):
    @cached_property
    def _script(self) -> Script:
        # Django makes a client for every question, which takes longer than the question.
        script: Script = self._cache.get_client(write=True).register_script(_COUNT)
        return script

    def count(self, key: str, seconds: int) -> int:
        return int(self._script(keys=[self.make_and_validate_key(key)], args=[seconds]))


class CountingMemory(LocMemCache):
    def count(self, key: str, seconds: int) -> int:
        self.add(key, 0, timeout=seconds)
        return int(self.incr(key))


class CountingFiles(FileBasedCache):
    """A count ends when it was to end at its first step; Django's own would last five minutes longer with each, and lose those made at once."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        with self._one_at_a_time():
            return self._step(key, delta, version)

    def count(self, key: str, seconds: int) -> int:
        with self._one_at_a_time():
            self.add(key, 0, timeout=seconds)
            return self._step(key, 1, None)

    def _step(self, key: str, delta: int, version: int | None) -> int:
        left = self._seconds_left(key, version)
        value = self.get(key, version=version)
        if value is None:
            raise ValueError(f"Key {key!r} not found")
        self.set(key, value + delta, timeout=left, version=version)
        return int(value) + delta

    def _seconds_left(self, key: str, version: int | None) -> float | None:
        """None: it lasts until it is deleted, or is not there."""
        try:
            with self._file_of(key, version).open("rb") as file:
                ends_at: float | None = pickle.load(file)  # noqa: S301 - the site's own file
        except FileNotFoundError:
            return None
        return None if ends_at is None else ends_at - time.time()

    def _file_of(self, key: str, version: int | None) -> Path:
        return Path(self._key_to_file(key, version))  # type: ignore[attr-defined]  # missing in the stubs

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        folder = self._file_of("lock", None).parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class TolerantRedisCache(BaseCache):
    """Redis while it answers; otherwise this process's own memory, so that a rate limit still counts, though per process."""

    # Of the process, not of the instance: Django makes one instance per thread.
    _asks_again_at = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = CountingRedisCache(server, params | {"OPTIONS": _OPTIONS | params.get("OPTIONS", {})})
        self._memory = CountingMemory(f"instead of {server}", params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._do("add", key, value, timeout=timeout, version=version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._do("get", key, default=default, version=version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._do("set", key, value, timeout=timeout, version=version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._do("touch", key, timeout=timeout, version=version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._do("delete", key, version=version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._do("incr", key, delta=delta, version=version))

    def count(self, key: str, seconds: int) -> int:
        """One more of ``key``, in one trip to the server and back; the count lasts so many seconds from the first on."""
        return int(self._do("count", key, seconds))

    def clear(self) -> None:
        self._do("clear")

    def close(self, **kwargs: Any) -> None:
        self._redis.close(**kwargs)

    def _do(self, deed: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= TolerantRedisCache._asks_again_at:
            try:
                return getattr(self._redis, deed)(*args, **kwargs)
            except (RedisError, OSError) as error:
                TolerantRedisCache._asks_again_at = time.monotonic() + _PAUSE
                logger.warning("The cache does not answer (%s); memory stands in for it.", type(error).__name__)
        return getattr(self._memory, deed)(*args, **kwargs)
