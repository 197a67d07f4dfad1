"""Prints, one JSON object a line, how the site fares against bare floors measured in the same run, and fails where a target is missed.

``python -m tests.benchmarks`` measures everything, ``python -m tests.benchmarks verification`` a part: pages, rendering or verification.
On PostgreSQL where the machine has it, else on SQLite; in a database of its own that is gone afterwards.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

from tests.services import postgres as postgres_service
from tests.services import redis as redis_service

if TYPE_CHECKING:
    from certification.certificates.models import Certificate
    from tests.benchmarks.measure import Measurement

PARTS = ("pages", "rendering", "verification")
_SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
# Of a batch: its time and the memory at its end.
_CERTIFICATES = int(os.environ.get("BENCH_CERTIFICATES", "200"))
_REGISTER = int(os.environ.get("BENCH_REGISTER", "100000"))


def main(*parts: str) -> int:
    unknown = set(parts) - set(PARTS)
    if unknown:
        print(f"There is no part {', '.join(sorted(unknown))}; choose among {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    with ExitStack() as services:
        folder = Path(services.enter_context(TemporaryDirectory(prefix="bench-")))
        _prepare(folder, services)
        from tests.benchmarks.targets import summarize

        measured = []
        for each in _measure(parts or PARTS, folder, services):
            print(each.as_line(), flush=True)
            measured.append(each)
        summary, all_met = summarize(measured, whole=not parts)
        _let_go()
    print(f"\nIn short:\n{summary}", file=sys.stderr)
    return 0 if all_met else 1


def _prepare(folder: Path, services: ExitStack) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DATA_DIR": str(folder),
        "STATIC_ROOT": f"{folder}/static",
    }
    os.environ.pop("DATABASE_URL", None)
    if not postgres_service.available():
        os.environ["DATABASE_URL"] = services.enter_context(postgres_service.postgres())

    import django
    from django.core.management import call_command
    from django.db import connection

    from tests.services.migrated import kept_copy

    django.setup()
    print(f"on {connection.display_name}, {_SECONDS:g} s each; making the tables …", file=sys.stderr)
    kept = kept_copy(postgres_service.DumpedDatabase.kind)
    if connection.vendor == "postgresql" and kept.exists():
        database = connection.settings_dict
        postgres_service.DumpedDatabase(database, name=database["NAME"]).restore(kept)
    call_command("migrate", verbosity=0)


def _measure(parts: tuple[str, ...], folder: Path, services: ExitStack) -> "Iterator[Measurement]":
    from tests.benchmarks import pages, rendering

    certificate = pages.make_register()
    if "pages" in parts:
        yield pages.verify_by_token(certificate, seconds=_SECONDS)
        yield pages.save_answer(pages.make_open_attempt(), seconds=_SECONDS)
        pages.make_catalogue()
        yield pages.catalogue_page(seconds=_SECONDS)
    if "rendering" in parts:
        yield from rendering.measure_rendering(certificate, count=_CERTIFICATES)
    if "verification" in parts:
        yield from _measure_verification(certificate, folder, services)


def _measure_verification(certificate: "Certificate", folder: Path, services: ExitStack) -> "Iterator[Measurement]":
    from tests.benchmarks.bulk_verification import bulk_verification
    from tests.benchmarks.register import fill_register
    from tests.benchmarks.verification import measure_served

    absent = postgres_service.available() or redis_service.available()
    if absent:
        print(f"verification is not measured; {absent}", file=sys.stderr)
        return
    started = monotonic()
    tokens = fill_register(_REGISTER, like=certificate, now=datetime.now(UTC))
    print(f"{_REGISTER} certificates issued in {monotonic() - started:.0f} s", file=sys.stderr)
    yield bulk_verification(seconds=_SECONDS)
    cache = services.enter_context(redis_service.redis())
    yield from measure_served(folder, tokens, cache=cache, seconds=2 * _SECONDS)


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
