import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import free_port, missing_program, running

NODE = Path(__file__).with_name("elasticsearch_node")
FIRST_BUILD_SECONDS = 600


def available() -> str | None:
    return missing_program("java", "javac", "jar", "mvn")


@contextmanager
def elasticsearch() -> Iterator[str]:
    """One Elasticsearch node without security; yields its http:// address.

    Its jars are fetched and compiled once, into the user's cache; the indexes live in a folder that goes with the block.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "ip-talent-platform", "elasticsearch")
    with tempfile.TemporaryDirectory(prefix="lms-elasticsearch-") as folder:
        port = free_port()
        command = [str(NODE / "start"), str(cache), str(port), folder]
        url = f"http://127.0.0.1:{port}"
        with running(command, log=Path(folder, "log"), ready=lambda: _is_healthy(url), within=FIRST_BUILD_SECONDS):
            yield url


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
