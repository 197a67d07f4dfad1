"""A shared cache that may go away: sign-in, attempts and verification go on without it."""

import logging
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
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
