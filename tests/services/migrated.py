"""A migrated database, made once and copied: migrating takes longer than most of the tests it is for.

The copy kept in the cache folder is named by a hash of every migration and of the pinned requirements, so that it is never stale.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Protocol

from django.db import connection

from tests.services.cache import cache_folder
from tests.services.postgres import DumpedDatabase, programs
from tests.services.process import ROOT

_FOLDERS = ("lms", "courses", "certification", "cms")


class Copy(Protocol):
    """How the database of one vendor is copied."""

    kind: str

    def save(self, target: Path) -> None: ...

    def restore(self, kept: Path) -> None: ...


class SqliteCopy:
    kind = "sqlite3"

    def save(self, target: Path) -> None:
        with sqlite3.connect(connection.settings_dict["NAME"]) as database:
            database.execute("VACUUM INTO ?", (str(target),))

    def restore(self, kept: Path) -> None:
        target = Path(connection.settings_dict["TEST"]["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)


def way_to_copy() -> Copy | None:
    """That of the running test's database; none to a PostgreSQL server whose programs this machine lacks."""
    if connection.vendor == "sqlite":
        return SqliteCopy()
    if connection.vendor == "postgresql" and programs():
        return DumpedDatabase(connection.settings_dict, name=connection.creation._get_test_db_name())  # type: ignore[attr-defined]  # Django has no public name for it
    return None


def kept_copy(kind: str) -> Path:
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).glob("**/migrations/*.py")):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return cache_folder() / f"migrated-{digest.hexdigest()[:16]}.{kind}"


def keep(copy: Copy, kept: Path) -> None:
    """Whole or not at all."""
    for stale in kept.parent.glob(f"migrated-*.{copy.kind}"):
        stale.unlink(missing_ok=True)
    partial = kept.with_suffix(f".{os.getpid()}")
    copy.save(partial)
    partial.replace(kept)
