import fcntl
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 30
# Nothing takes as long where nothing is wrong, whatever else runs on the machine; who waits goes on at once.
PATIENCE_SECONDS = 180
# Below those that the system gives to connections that go out, of which one could come between.
_PORTS = range(20_000, 32_000)
_held: set[int] = set()


class ServiceError(Exception):
    """A server ended early or never became ready; the message carries the end of its log."""


def free_port() -> int:
    """On which nobody listens, and which nobody else who asks here is given while this process lives."""
    # Not the tests' own chance, which is the same in each of their processes.
    for port in random.SystemRandom().sample(_PORTS, len(_PORTS)):
        if _is_free(port) and _hold(port):
            return port
    raise ServiceError(f"no port from {_PORTS.start} to {_PORTS.stop - 1} is free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _hold(port: int) -> bool:
    """A lock on one byte of a file, which ends with the process."""
    try:
        fcntl.lockf(_locks(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    is_new = port not in _held
    _held.add(port)
    return is_new


@cache
def _locks() -> int:
    return os.open(Path(tempfile.gettempdir(), f"talent-ports-{os.getuid()}"), os.O_RDWR | os.O_CREAT, 0o600)


def is_ok(port: int, path: str) -> bool:
    """Whether a server on this machine answers 200 there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def missing_program(*names: str) -> str | None:
    """Why a service cannot run here, when one of its programs is not on the path."""
    absent = [name for name in names if shutil.which(name) is None]
    return f"not installed: {', '.join(absent)}" if absent else None


@contextmanager
def running(
    command: Sequence[str],
    *,
    log: Path,
    ready: Callable[[], bool],
    within: float = PATIENCE_SECONDS,
    env: Mapping[str, str] | None = None,
    stop: signal.Signals = signal.SIGTERM,
    privileges: Sequence[str] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """The command, from the moment it is ready (at most `within` seconds) to the end of the block.

    A session of its own keeps a Ctrl-C in the terminal from stopping the server before the tests have let go of it;
    the death signal stops it when the tests are killed. `privileges` are further options of setpriv.
    """
    guarded = ["setpriv", *privileges, "--pdeathsig", stop.name.removeprefix("SIG"), *command]
    with log.open("ab") as output:
        process = subprocess.Popen(
            guarded, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env, cwd=ROOT, start_new_session=True
        )
    try:
        _wait_until_ready(process, log=log, ready=ready, within=within)
        yield process
    finally:
        _stop(process, stop)


def _wait_until_ready(process: subprocess.Popen[bytes], *, log: Path, ready: Callable[[], bool], within: float) -> None:
    end = time.monotonic() + within
    while not ready():
        if process.poll() is not None:
            raise ServiceError(f"ended with status {process.returncode}:\n{_last_lines(log)}")
        if time.monotonic() > end:
            raise ServiceError(f"not ready after {within:g} s:\n{_last_lines(log)}")
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(stop)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_lines(log: Path, count: int = 40) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
