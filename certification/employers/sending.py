"""One POST to a stranger's server: to the address that was looked up, no redirect, bounded in time and in what is read."""

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass

from certification.employers.addresses import Target

_TIMEOUT = 10.0
# A server that answers a byte at a time is cut off.
_WHOLE = 20.0


@dataclass(frozen=True)
class Outcome:
    """``text`` says in a few words how it went; never what the server wrote."""

    is_delivered: bool
    text: str


def post(target: Target, *, headers: dict[str, str], body: str) -> Outcome:
    connection = _Pinned(target)
    guard = threading.Timer(_WHOLE, connection.cut)
    guard.daemon = True
    guard.start()
    try:
        connection.request("POST", target.path, body.encode(), headers)
        status = connection.getresponse().status
        outcome = Outcome(is_delivered=200 <= status < 300, text=f"HTTP {status}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        outcome = Outcome(is_delivered=False, text=type(error).__name__)
    finally:
        guard.cancel()
        connection.close()
    # What a connection that was cut ends with, an end of file or a reset, is a matter of the moment.
    return Outcome(is_delivered=False, text="TimeoutError") if connection.was_cut else outcome


class _Pinned(http.client.HTTPConnection):
    """Connects to the address of the target, and over TLS expects the certificate of its name."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=_TIMEOUT)
        self._target = target
        self.was_cut = False
        self.default_port = 443 if target.scheme == "https" else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.ip, self._target.port), timeout=_TIMEOUT)
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            # The handshake comes when the socket stands in its place, where it can be cut.
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host, do_handshake_on_connect=False)
            self.sock.do_handshake()
        if self.was_cut:
            raise TimeoutError

    def cut(self) -> None:
        self.was_cut = True
        sock = self.sock
        if sock is not None:
            # It may have ended by itself a moment ago.
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
