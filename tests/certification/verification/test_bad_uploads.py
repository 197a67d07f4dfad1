"""Whatever is laid before us gets the answer that is due: calmly, soon, and without eating the machine."""

import logging
import resource
import sys
from datetime import datetime
from html import unescape
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certification.certificates.badges import NAMES, read_badge
from certification.certificates.models import Certificate
from certification.verification import limits, pdf_checks
from certification.verification.pdf_checks import PdfState, read_pdf
from certification.verification.pdf_inspection import inspect
from tests.certification.verification.bad_uploads import as_text, bad_uploads
from tests.certification.verification.cast import complete, pdf_of

# A page in the tests takes some 20 ms; the rest is for a machine that is busy with other tests.
_PATIENCE = 40
_MEMORY = 300_000_000


@pytest.fixture
def issued(certificate: Certificate, now: datetime) -> Certificate:
    return complete(certificate, now=now)


@pytest.fixture(autouse=True)
def _as_many_as_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certification.verification.views.verify.FILES", limits.Limit("file", 10_000, 60))


@pytest.fixture
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred programs would take minutes: here one process reads what could not harm it, and the rest goes its usual way."""
    usual = pdf_checks.read_pdf

    def read(content: bytes) -> pdf_checks.PdfContent:
        return (
            usual(content)
            if len(content) > 150_000 or b"<</A" in content or b"/EF" in content[:400]
            else _in_process(content)
        )

    monkeypatch.setattr("certification.verification.file_checks.read_pdf", read)


def _in_process(content: bytes) -> pdf_checks.PdfContent:
    return pdf_checks._understand(inspect(content))


def test_three_hundred_bad_files_get_the_answer_that_is_due(
    client: Client, issued: Certificate, one_process: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    name = min(NAMES)
    uploads = list(
        bad_uploads(
            pdf_of(issued), issued.credential.content, read_badge(name, "png"), read_badge(name, "svg").decode()
        )
    )
    wrong, before = [], _peak()
    for upload in uploads:
        start = monotonic()
        response = client.post("/verify/file/", {"file": SimpleUploadedFile("file.bin", upload.content)})
        page, took = unescape(response.content.decode()), monotonic() - start
        missing = [said for said in upload.says if said not in page]
        genuine = "certificate-check-valid" in page and "Do not rely on this file" not in page
        if response.status_code != upload.status or missing or genuine or took > _PATIENCE:
            wrong.append((upload.name, response.status_code, missing, genuine, round(took, 1), as_text(upload.content)))

    assert wrong == []
    assert len({upload.content for upload in uploads}) == len(uploads) >= 300
    assert caplog.records == []
    assert _peak() - before < _MEMORY


def _peak() -> int:
    """Bytes of memory that this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_the_genuine_files_among_them_would_be_seen(client: Client, issued: Certificate, one_process: None) -> None:
    """The test above can fail: the same road calls a genuine file genuine."""
    response = client.post("/verify/file/", {"file": SimpleUploadedFile("file.bin", pdf_of(issued))})

    page = response.content.decode()
    assert "certificate-check-valid" in page
    assert "Do not rely on this file" not in page


def test_a_reader_that_runs_away_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_checks, "_PROGRAM", "timeit")
    monkeypatch.setattr(pdf_checks, "_PATIENCE", 0.5)
    start = monotonic()

    assert read_pdf(b"while True: pass").state == PdfState.UNREADABLE
    assert monotonic() - start < _PATIENCE


def test_the_program_bounds_itself(tmp_path: object) -> None:
    """Run as it is run for strangers: memory and time are limited before a byte is read."""
    import subprocess

    from django.conf import settings

    code = (
        "import resource, sys, io; from certification.verification import pdf_inspection as p; "
        "sys.stdin = type('In', (), {'buffer': io.BytesIO(b'%PDF-1.7')})(); p.main(); "
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert done.stdout.endswith("805306368 8\n")


def test_the_reader_knows_none_of_the_sites_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    class Stop(OSError):
        pass

    def run(*command: object, **how: object) -> None:
        seen.update(how)
        raise Stop

    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setattr("certification.verification.pdf_checks.subprocess.run", run)
    assert read_pdf(b"%PDF").state == PdfState.UNREADABLE

    environment = seen["env"]
    assert isinstance(environment, dict)
    assert "SECRET_KEY" not in environment
