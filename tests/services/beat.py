"""Celery's clock on the data of the running test: what nobody sends is swept by the timetable, as in production."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import running
from tests.services.worker import _same_data_as_this_test


@contextmanager
def running_beat(*, broker_url: str) -> Iterator[Path]:
    """The log of a clock with the site's own timetable, whose first round begins at once."""
    with tempfile.TemporaryDirectory(prefix="lms-beat-") as folder:
        log = Path(folder, "log")
        command = [sys.executable, "-m", "celery", "--app", "lms", "beat", "--loglevel", "INFO"]
        command += ["--schedule", str(Path(folder, "schedule")), "--pidfile", ""]
        env = os.environ | _same_data_as_this_test() | {"BROKER_URL": broker_url, "PYTHONWARNINGS": "default"}
        with running(command, log=log, ready=lambda: "beat: Starting" in log.read_text(errors="replace"), env=env):
            yield log
