import http.client
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 30


class ServiceError(Exception):
    """A server ended early or never became ready; the message carries the end of its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
    within: float,
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
