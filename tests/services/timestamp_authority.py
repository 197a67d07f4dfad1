"""A timestamp authority (RFC 3161) as a process of its own: OpenSSL answers, over HTTP.

``python -m tests.services.timestamp_authority PORT FOLDER`` serves what ``make_authority`` put into the folder.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.services.certificates import certify, make_key, write_certificate, write_key
from tests.services.process import free_port, is_ok, missing_program, running

_SETTINGS = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
signer_cert = {folder}/tsa.crt.pem
signer_key = {folder}/tsa.key.pem
certs = {folder}/root.crt.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def available() -> str | None:
    return missing_program("openssl")


class Answer(BaseHTTPRequestHandler):
    folder: Path

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        with tempfile.NamedTemporaryFile() as asked, tempfile.NamedTemporaryFile() as answered:
            asked.write(query)
            asked.flush()
            reply = ["openssl", "ts", "-reply", "-config", str(self.folder / "tsa.cnf"), "-queryfile", asked.name]
            subprocess.run([*reply, "-out", answered.name], check=True)
            content = answered.read()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def timestamp_authority(folder: Path) -> Iterator[str]:
    """Its address. The certificate to trust is ``root.crt.pem`` in the folder."""
    make_authority(folder)
    port = free_port()
    command = [sys.executable, "-m", "tests.services.timestamp_authority", str(port), str(folder)]
    with running(command, log=folder / "log", ready=lambda: is_ok(port, "/")):
        yield f"http://127.0.0.1:{port}/"


def make_authority(folder: Path) -> None:
    """A root, and a key below it that may sign timestamps and nothing else."""
    now = datetime.now(UTC)
    root_key, key = make_key(), make_key()
    root = certify(root_key, "Time root", now=now, is_authority=True)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    own = certify(key, "Time", by=(root_key, root), now=now + timedelta(seconds=1), extended_usage=usage)
    write_certificate(folder / "root.crt.pem", root)
    write_certificate(folder / "tsa.crt.pem", own)
    write_key(folder / "tsa.key.pem", key)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(_SETTINGS.format(folder=folder))


if __name__ == "__main__":
    Answer.folder = Path(sys.argv[2])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
