import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import free_port, missing_program, running


def available() -> str | None:
    return missing_program("redis-server")


@contextmanager
def redis() -> Iterator[str]:
    """A Redis that keeps nothing on disk; yields the redis:// address of its database 0."""
    with tempfile.TemporaryDirectory(prefix="lms-redis-") as folder:
        port = free_port()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command += ["--save", "", "--appendonly", "no"]
        with running(command, log=Path(folder, "log"), ready=lambda: _answers(port)):
            yield f"redis://127.0.0.1:{port}/0"


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
