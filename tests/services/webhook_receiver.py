"""An employer's server that hears webhooks: a process of its own that writes down what it got and answers what its path asks for.

`python -m tests.services.webhook_receiver PORT FILE [CERTIFICATE KEY]` is that process; `webhook_receiver()` starts and stops it. Paths:
`/take` answers 204; `/fail/2` 500 twice, then 204; `/status/410` that; `/elsewhere` redirects to `/take`; `/drip` a byte a second.
"""

import http.server
import json
import socket
import ssl
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.process import free_port, running


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Receiver:
    """``url`` has no slash at the end."""

    url: str
    file: Path

    @property
    def received(self) -> list[Received]:
        return [Received(**json.loads(line)) for line in self.file.read_text().splitlines()]


@contextmanager
def webhook_receiver(*, tls: Sequence[Path] = (), host: str = "127.0.0.1") -> Iterator[Receiver]:
    """``tls``: the files of a certificate and its key."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="webhook-receiver-") as folder:
        file = Path(folder, "received")
        file.touch()
        command = [sys.executable, "-m", "tests.services.webhook_receiver", str(port), str(file), *map(str, tls)]
        with running(command, log=Path(folder, "log"), ready=lambda: _listens(port)):
            yield Receiver(f"{'https' if tls else 'http'}://{host}:{port}", file)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


class _Handler(http.server.BaseHTTPRequestHandler):
    file: Path
    seen: Counter[str] = Counter()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.file.open("a") as out:
            out.write(json.dumps({"path": self.path, "headers": headers, "body": body}) + "\n")
        self.seen[self.path] += 1
        _empty, kind, *rest = self.path.split("/")
        if kind == "drip":
            self._drip()
        elif kind == "elsewhere":
            self._answer(302, {"Location": "/take"})
        elif kind == "status":
            self._answer(int(rest[0]), {})
        else:
            failing = kind == "fail" and self.seen[self.path] <= int(rest[0])
            self._answer(500 if failing else 204, {})

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for letter in b"X-Slow: " + b"x" * 600:
            self.wfile.write(bytes([letter]))
            self.wfile.flush()
            time.sleep(1)

    def log_message(self, *args: Any) -> None:
        """What was received is in the file."""


if __name__ == "__main__":
    port, file, *tls = sys.argv[1:]
    _Handler.file = Path(file)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), _Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()
