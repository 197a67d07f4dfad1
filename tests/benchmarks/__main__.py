"""Prints, one JSON object a line, how the site fares against bare floors measured in the same run: ``python -m tests.benchmarks``.

On PostgreSQL where the machine has it, else on SQLite; in a database of its own that is gone afterwards. Within a minute.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from tests.services import postgres as postgres_service

_SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
# Of a batch: its time and the memory at its end.
_CERTIFICATES = int(os.environ.get("BENCH_CERTIFICATES", "200"))


def main() -> int:
    with TemporaryDirectory(prefix="bench-") as folder, _database() as name:
        os.environ |= {"DATA_DIR": folder, "STATIC_ROOT": f"{folder}/static"}
        _prepare(name)
        from tests.benchmarks import bulk_verification, pages, rendering

        print(f"on {name}, {_SECONDS:g} s each", file=sys.stderr)
        certificate = pages.make_register()
        print(pages.verify_by_token(certificate, seconds=_SECONDS).as_line(), flush=True)
        print(pages.save_answer(pages.make_open_attempt(), seconds=_SECONDS).as_line(), flush=True)
        pages.make_catalogue()
        print(pages.catalogue_page(seconds=_SECONDS).as_line(), flush=True)
        for measured in rendering.measure_rendering(certificate, count=_CERTIFICATES):
            print(measured.as_line(), flush=True)
        print(bulk_verification.bulk_verification(seconds=_SECONDS).as_line(), flush=True)
        _let_go()
    return 0


@contextmanager
def _database() -> Iterator[str]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    if postgres_service.available():
        os.environ.pop("DATABASE_URL", None)
        yield "SQLite"
        return
    with postgres_service.postgres() as url:
        os.environ["DATABASE_URL"] = url
        yield "PostgreSQL"


def _prepare(name: str) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    print(f"making the tables on {name} …", file=sys.stderr)
    call_command("migrate", verbosity=0)


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
