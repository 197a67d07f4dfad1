"""Verification among a hundred thousand certificates, under gunicorn, with limits in Redis and the access log: ``python -m tests.benchmarks.verification``.

Prints one JSON object a line, like ``python -m tests.benchmarks``. On PostgreSQL, in a database of its own that is gone afterwards; filling it
takes a minute or two. The floor is one look-up through the ORM, without middleware, limits and log, under a gunicorn of its own.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.services import postgres as postgres_service
from tests.services import redis as redis_service

_SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
_CERTIFICATES = int(os.environ.get("BENCH_REGISTER", "100000"))
_PATHS = {
    "verify as a page, served": "/verify/{}/",
    "verify as JSON, served": "/api/v1/certificates/{}/status",
}
_FLOOR = "/floor/look-up/{}/"


def main() -> int:
    absent = postgres_service.available() or redis_service.available()
    if absent:
        print(absent, file=sys.stderr)
        return 1
    with (
        TemporaryDirectory(prefix="bench-") as folder,
        postgres_service.postgres() as database,
        redis_service.redis() as cache,
    ):
        settings = "tests.benchmarks.settings"
        os.environ |= {"DJANGO_SETTINGS_MODULE": settings, "DATA_DIR": folder, "DATABASE_URL": database}
        tokens = _fill()
        measure(Path(folder), tokens, cache=cache, seconds=_SECONDS)
    return 0


def _fill() -> list[str]:
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    from tests.benchmarks.pages import make_register
    from tests.benchmarks.register import fill_register

    print("making the tables …", file=sys.stderr)
    call_command("migrate", verbosity=0)
    print(f"issuing {_CERTIFICATES} certificates …", file=sys.stderr)
    tokens = fill_register(_CERTIFICATES, like=make_register(), now=datetime.now(UTC))
    connections.close_all()
    return tokens


def measure(folder: Path, tokens: list[str], *, cache: str, seconds: float) -> None:
    from tests.benchmarks.served import compare_served, served, use_redis

    use_redis(cache)
    whole = served(folder, application="tests.benchmarks.whole", ready="/health/live", access_log=True)
    bare = served(folder, application="tests.benchmarks.bare", ready="/health/live", access_log=False)
    with whole as port, bare as floor_port:
        for name, path in _PATHS.items():
            measured = compare_served(
                name=name,
                port=port,
                floor_port=floor_port,
                path=path.format,
                floor_path=_FLOOR.format,
                tokens=tokens,
                seconds=seconds,
            )
            print(measured.as_line(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
