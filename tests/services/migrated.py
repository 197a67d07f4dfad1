"""A migrated SQLite database, made once and copied: migrating takes longer than most of the tests it is for.

The copy kept in the cache folder is named by a hash of every migration and of the pinned requirements, so that it is never stale.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

from tests.services.cache import cache_folder
from tests.services.process import ROOT

_FOLDERS = ("lms", "courses", "certification", "cms")


def kept_copy() -> Path:
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).glob("**/migrations/*.py")):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return cache_folder() / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def restore(kept: Path, target: Path) -> bool:
    """Puts the kept database at ``target``; false where none is kept yet."""
    if not kept.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, target)
    return True


def keep(source: Path, kept: Path) -> None:
    """Whole or not at all: several processes may do this at once."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for stale in kept.parent.glob("migrated-*.sqlite3"):
        stale.unlink(missing_ok=True)
    partial = kept.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(source) as database:
        database.execute("VACUUM INTO ?", (str(partial),))
    partial.replace(kept)
