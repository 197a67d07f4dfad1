import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.services.process import free_port, running

AS_POSTGRES = ("--reuid=postgres", "--regid=postgres", "--clear-groups")
# Nothing here outlives the tests, so nothing need survive a power cut.
FAST = {"fsync": "off", "full_page_writes": "off", "max_connections": "100", "timezone": "UTC"}


def programs() -> Path | None:
    """The folder of the newest server on this machine (Debian keeps it off the path)."""
    folders = [initdb.parent for initdb in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0))
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def available() -> str | None:
    return None if programs() else "not installed: PostgreSQL server (Debian package postgresql)"


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh PostgreSQL cluster; yields the postgres:// address of its empty database `lms`."""
    folder_of_programs = programs()
    if folder_of_programs is None:
        raise FileNotFoundError(available())
    # PostgreSQL refuses to run as root, so root starts it as the user its package made.
    privileges = AS_POSTGRES if os.geteuid() == 0 else ()
    with tempfile.TemporaryDirectory(prefix="lms-postgres-") as folder:
        home = Path(folder)
        if privileges:
            shutil.chown(home, "postgres", "postgres")
        _make_cluster(folder_of_programs, home, privileges)
        port = free_port()
        options = FAST | {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": folder}
        command = [str(folder_of_programs / "postgres"), "-D", str(home / "cluster")]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        url = f"postgres://postgres@127.0.0.1:{port}"
        with running(
            command,
            log=home / "log",
            ready=lambda: _answers(f"{url}/postgres"),
            stop=signal.SIGINT,
            privileges=privileges,
        ):
            with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE lms")
            yield f"{url}/lms"


def _make_cluster(folder: Path, home: Path, privileges: tuple[str, ...]) -> None:
    initdb = [str(folder / "initdb"), "-D", str(home / "cluster"), "-U", "postgres", "--auth=trust", "--no-sync"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(["setpriv", *privileges, *initdb] if privileges else initdb, check=True, capture_output=True)


class DumpedDatabase:
    """A database written to a file and read from it, by the server's own programs."""

    kind = "dump"

    def __init__(self, settings: Mapping[str, Any], *, name: str) -> None:
        self._name = name
        self._environ = os.environ | {
            "PGHOST": str(settings["HOST"]),
            "PGPORT": str(settings["PORT"]),
            "PGUSER": str(settings["USER"]),
            "PGPASSWORD": str(settings["PASSWORD"]),
        }

    def save(self, target: Path) -> None:
        self._run("pg_dump", "--format=custom", f"--file={target}", self._name)

    def restore(self, kept: Path) -> None:
        self._run("dropdb", "--if-exists", "--force", self._name)
        self._run("createdb", "--template=template0", self._name)
        self._run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={self._name}", str(kept))

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        subprocess.run(
            [str(folder / program) if folder else program, *arguments],
            env=self._environ,
            check=True,
            capture_output=True,
        )


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False
