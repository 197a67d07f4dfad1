import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.cache import cache_folder
from tests.services.process import free_port, is_ok, missing_program, running

NODE = Path(__file__).with_name("elasticsearch_node")
HEALTHY = "/_cluster/health?wait_for_status=yellow&timeout=5s"
FIRST_BUILD_SECONDS = 600


def available() -> str | None:
    return missing_program("java", "javac", "jar", "mvn")


@contextmanager
def elasticsearch() -> Iterator[str]:
    """One Elasticsearch node without security; yields its http:// address.

    Its jars are made once, into the user's cache; the indexes live in a folder that goes with the block.
    """
    with tempfile.TemporaryDirectory(prefix="lms-elasticsearch-") as folder:
        port = free_port()
        command = [str(NODE / "start"), str(cache_folder("elasticsearch")), str(port), folder]
        log = Path(folder, "log")
        with running(command, log=log, ready=lambda: is_ok(port, HEALTHY), within=FIRST_BUILD_SECONDS):
            yield f"http://127.0.0.1:{port}"
