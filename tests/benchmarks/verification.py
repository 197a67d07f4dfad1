"""Verification among a hundred thousand certificates: lists against a loop, and pages as a server answers them.

Under gunicorn on PostgreSQL, with limits in Redis and the access log. The floor is one look-up through the ORM, without middleware, limits and
log, under a gunicorn of its own.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Measurement
from tests.benchmarks.served import compare_served, served, use_redis

_PATHS = {
    "verify as a page, served": "/verify/{}/",
    "verify as JSON, served": "/api/v1/certificates/{}/status",
}
_FLOOR = "/floor/look-up/{}/"


def measure_served(folder: Path, tokens: list[str], *, cache: str, seconds: float) -> Iterator[Measurement]:
    use_redis(cache)
    whole = served(folder, application="tests.benchmarks.whole", ready="/health/live", access_log=True)
    bare = served(folder, application="tests.benchmarks.bare", ready="/health/live", access_log=False)
    with whole as port, bare as floor_port:
        for name, path in _PATHS.items():
            yield compare_served(
                name=name,
                port=port,
                floor_port=floor_port,
                path=path.format,
                floor_path=_FLOOR.format,
                tokens=tokens,
                seconds=seconds,
            )
