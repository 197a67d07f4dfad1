"""Time from a real timestamp authority, in a process of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from certification.certificates.enums import DocumentState
from certification.certificates.models import Certificate, CertificateDocument
from certification.certificates.services import render_document, render_waiting_documents
from certification.certificates.signing import TimestampMissing, load_signer
from tests.services import timestamp_authority as timestamps
from tests.services.plugin import need
from tests.services.process import free_port

pytestmark = pytest.mark.worker


@pytest.fixture
def timestamp_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    need(timestamps.available())
    folder = tmp_path / "time"
    folder.mkdir()
    with timestamps.timestamp_authority(folder) as url:
        monkeypatch.setattr(settings, "TIMESTAMP_URL", url)
        yield url


def test_a_signature_bears_the_authoritys_time(timestamp_url: str, pdf: bytes, now: datetime) -> None:
    before = datetime.now(UTC).replace(microsecond=0)

    signed = load_signer().sign(pdf, now=now)

    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    (token,) = extract_tst_data_iter(signature.signer_info, signed=False)
    stamped = token["encap_content_info"]["content"].parsed["gen_time"].native
    assert before <= stamped <= datetime.now(UTC)
    assert signature.self_reported_timestamp == now


def test_without_an_authority_there_is_no_time(pdf: bytes, now: datetime) -> None:
    (signature,) = PdfFileReader(BytesIO(load_signer().sign(pdf, now=now))).embedded_signatures

    assert list(extract_tst_data_iter(signature.signer_info, signed=False)) == []


@pytest.mark.parametrize("path", ["", "log"])
def test_an_authority_that_does_not_answer_is_told(
    pdf: bytes, now: datetime, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(settings, "TIMESTAMP_URL", f"http://127.0.0.1:{free_port()}/{path}")

    with pytest.raises(TimestampMissing, match="gave no timestamp"):
        load_signer().sign(pdf, now=now)


def test_a_document_waits_for_the_authority(
    certificate: Certificate, timestamp_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = CertificateDocument.objects.get(certificate=certificate)
    monkeypatch.setattr(settings, "TIMESTAMP_URL", f"http://127.0.0.1:{free_port()}/")

    assert render_document(document_id=document.pk, now=now) is False
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert "The timestamp authority gave no timestamp" in document.error

    monkeypatch.setattr(settings, "TIMESTAMP_URL", timestamp_url)
    assert render_waiting_documents(now=now + timedelta(seconds=30)) == 1
