import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.process import ROOT, free_port, is_ok, running

# What would turn the default set-up into another one; the site under test is the one `make run` gives.
CONTRACT = (
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "BROKER_URL",
    "CACHE_URL",
    "ELASTICSEARCH_URL",
    "EMAIL_URL",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "SECRET_KEY",
)
FIRST_START_SECONDS = 900


@dataclass(frozen=True)
class Site:
    url: str  # without a slash at the end
    data_dir: Path
    log: Path
    demo: dict[str, Any]  # what `manage.py demo --json` prints

    def address(self, path: str) -> str:
        return f"{self.url}/{path.lstrip('/')}"


@contextmanager
def running_site() -> Iterator[Site]:
    """The whole platform as `make run` starts it: demonstration, web server and worker, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="lms-site-") as folder:
        port = free_port()
        data_dir, log = Path(folder, "data"), Path(folder, "log")
        env = {name: value for name, value in os.environ.items() if name not in CONTRACT}
        env |= {"HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": str(data_dir)}
        command = [sys.executable, "lms/bootstrap.py", "run"]
        with running(command, log=log, ready=lambda: is_ok(port, "/health/ready"), within=FIRST_START_SECONDS, env=env):
            yield Site(url=f"http://127.0.0.1:{port}", data_dir=data_dir, log=log, demo=_demo(env))


def _demo(env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "manage.py", "demo", "--json"]
    printed = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    demo: dict[str, Any] = json.loads(printed)
    return demo
