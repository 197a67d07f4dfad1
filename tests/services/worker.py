import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import running


@contextmanager
def celery_worker(env: Mapping[str, str]) -> Iterator[Path]:
    """A real worker process with this environment on top of ours; yields its log once it takes tasks."""
    command = [sys.executable, "-m", "celery", "--app", "lms", "worker", "--concurrency", "1", "--loglevel", "INFO"]
    command += ["--without-gossip", "--without-mingle"]
    with tempfile.TemporaryDirectory(prefix="lms-worker-") as folder:
        log = Path(folder, "log")
        with running(
            command, log=log, ready=lambda: " ready." in log.read_text(errors="replace"), within=90, env=os.environ | env
        ):
            yield log
