import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from lms.celery import app
from tests.services.process import PATIENCE_SECONDS, running


@dataclass(frozen=True)
class Worker:
    log: Path
    pid: int

    def wait_for(self, happened: Callable[[], bool], *, within: float = PATIENCE_SECONDS) -> None:
        """Until the worker has done what the test asks about; its log is in the failure."""
        end = time.monotonic() + within
        while not happened():
            if time.monotonic() > end:
                raise AssertionError(f"not done after {within:g} s; the worker's log:\n{self.log.read_text()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """It and its processes, in the middle of whatever they do."""
        os.killpg(self.pid, signal.SIGKILL)


@contextmanager
def running_worker(*, broker_url: str, queues: str = "celery,documents", processes: int = 1) -> Iterator[Worker]:
    """A real Celery worker on the database, files and keys of the running test, reached through `broker_url`."""
    command = [sys.executable, "-m", "celery", "--app", "lms", "worker", "--loglevel", "INFO"]
    command += ["--queues", queues, "--concurrency", str(processes), "--without-gossip", "--without-mingle"]
    with tempfile.TemporaryDirectory(prefix="lms-worker-") as folder, _sending_to(broker_url):
        log = Path(folder, "log")
        _share_faces()
        env = os.environ | _same_data_as_this_test() | {"BROKER_URL": broker_url, "PYTHONWARNINGS": "default"}
        started = running(command, log=log, ready=lambda: " ready." in log.read_text(errors="replace"), env=env)
        with started as process:
            yield Worker(log=log, pid=process.pid)


def _share_faces() -> None:
    """The worker looks for the fonts that were cut in its own folder, where none are: cutting them takes longer than most tests."""
    of_worker = Path(settings.PRIVATE_ROOT).parent / "faces"
    if not of_worker.exists():
        Path(settings.FACES_ROOT).mkdir(parents=True, exist_ok=True)
        of_worker.symlink_to(settings.FACES_ROOT)


def _same_data_as_this_test() -> dict[str, str]:
    return {
        # The test settings keep their queue in the memory of one process.
        "DJANGO_SETTINGS_MODULE": "lms.settings.development",
        "DATABASE_URL": _database_url(),
        "DATA_DIR": str(Path(settings.PRIVATE_ROOT).parent),
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_ENCRYPTION_KEYS": ",".join(settings.FIELD_ENCRYPTION_KEYS),
        "SIGNING_KEY_DIR": str(settings.SIGNING_KEY_DIR),
        "SITE_URL": settings.SITE_URL,
    }


def _database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{database['NAME']}"
    return (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


@contextmanager
def _sending_to(broker_url: str) -> Iterator[None]:
    before = app.conf.broker_url
    _point_at(broker_url)
    try:
        yield
    finally:
        _point_at(before)


def _point_at(broker_url: str) -> None:
    app.conf.update(broker_url=broker_url)
    # Drops the connections made for the former broker, as after a fork.
    app._after_fork()  # type: ignore[attr-defined]  # Celery has no public way to change a living app's broker
