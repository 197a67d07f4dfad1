"""The site under gunicorn, asked by strangers from many addresses: what a server answers in a second, its access log and its limits included."""

import os
import random
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks.measure import Measurement
from tests.services.process import free_port, is_ok, running

_CLIENTS = 2
_ROUNDS = 5
# Of no consequence for anyone.
_chance = random.Random()  # noqa: S311


class UnexpectedAnswer(Exception):
    """A page that did not do its work is fast and proves nothing."""


@contextmanager
def served(folder: Path, *, application: str, ready: str, access_log: bool) -> Iterator[int]:
    """One worker on a port of its own; what it is set up with is the environment of this process."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--worker-tmp-dir", str(folder), "--no-control-socket"]
    if access_log:
        command += ["--access-logfile", str(folder / f"access-{port}.log")]
    with running(command, log=folder / f"gunicorn-{port}.log", ready=lambda: is_ok(port, ready)):
        yield port


def compare_served(
    *,
    name: str,
    port: int,
    floor_port: int,
    path: Callable[[str], str],
    floor_path: Callable[[str], str],
    tokens: Sequence[str],
    seconds: float,
) -> Measurement:
    """By turns, each time at other certificates; ``path`` and ``floor_path`` make an address of a token."""
    _ask(port, path(tokens[0]))
    _ask(floor_port, floor_path(tokens[0]))
    share = seconds / _ROUNDS / 2
    pairs = [(_rate(port, path, tokens, share), _rate(floor_port, floor_path, tokens, share)) for _ in range(_ROUNDS)]
    return Measurement(
        name=name,
        ratio=round(median(value / bare for value, bare in pairs), 3),
        value=round(median(value for value, _ in pairs), 1),
        floor=round(median(bare for _, bare in pairs), 1),
        unit="requests/s",
        runs=_ROUNDS,
    )


def _rate(port: int, path: Callable[[str], str], tokens: Sequence[str], seconds: float) -> float:
    """Of two clients, so that one waits while the other is answered."""
    counts = [0] * _CLIENTS
    failures: list[BaseException] = []
    start = perf_counter()

    def ask(number: int) -> None:
        try:
            while counts[number] == 0 or perf_counter() - start < seconds:
                _ask(port, path(_chance.choice(tokens)))
                counts[number] += 1
        except BaseException as failure:  # noqa: BLE001 - told by the thread that measures
            failures.append(failure)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts) / (perf_counter() - start)


def _ask(port: int, path: str) -> None:
    """As a stranger with a browser's headers; each from an address of their own, behind one proxy."""
    address = ".".join(str(_chance.randrange(1, 255)) for _part in range(4))
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\n"
        "Accept: text/html,application/json\r\nAccept-Language: zh-CN,zh;q=0.9\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        head = connection.recv(65_536)
        while connection.recv(65_536):
            pass
    if not head.startswith(b"HTTP/1.1 200"):
        raise UnexpectedAnswer(f"{path}: {head[:80]!r}")


def use_redis(url: str) -> None:
    """For the servers that are started from now on: the cache that limits count in, and one proxy that is believed."""
    os.environ |= {"CACHE_URL": url, "TRUSTED_PROXY_COUNT": "1"}
