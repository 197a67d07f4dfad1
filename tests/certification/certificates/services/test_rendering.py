import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pypdf import PdfReader

from certification.certificates.credential_checks import check_credential
from certification.certificates.documents import build_pdf
from certification.certificates.enums import DocumentState
from certification.certificates.models import Certificate, CertificateCredential, CertificateDocument
from certification.certificates.services import render_document, render_waiting_documents
from lms.notifications.models import Message

BUILD = "certification.certificates.services.rendering.build_pdf"


@pytest.fixture
def document(certificate: Certificate) -> CertificateDocument:
    return CertificateDocument.objects.get(certificate=certificate)


def test_render_writes_the_file_and_its_hash(document: CertificateDocument, now: datetime) -> None:
    assert render_document(document_id=document.pk, now=now) is True

    document.refresh_from_db()
    with storages["private"].open(document.file) as file:
        content = file.read()
    assert content.startswith(b"%PDF-1.7")
    assert (document.state, document.tries, document.rendered_at) == (DocumentState.RENDERED, 1, now)
    assert (document.size, document.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_file_bears_the_signed_credential_as_it_is(document: CertificateDocument, now: datetime) -> None:
    render_document(document_id=document.pk, now=now)

    document.refresh_from_db()
    credential = CertificateCredential.objects.get(certificate=document.certificate)
    with storages["private"].open(document.file) as file:
        reader = PdfReader(file)
        (attached,) = reader.attachment_list
        catalog: Any = reader.trailer["/Root"]
        assert attached.name == "credential.json"
        assert attached.content.decode() == credential.content
        assert {entry.get_object()["/AFRelationship"] for entry in catalog["/AF"]} == {"/Data"}
    assert credential.signed_at == now
    assert check_credential(attached.content).is_good


def test_a_file_waits_for_a_credential_that_cannot_be_signed(
    document: CertificateDocument, now: datetime, key_folder: Path
) -> None:
    (key,) = key_folder.glob("credential-*.pem")
    away = key.rename(key_folder / "away")

    assert render_document(document_id=document.pk, now=now) is False
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert "The PDF waits for the credential that goes inside it" in document.error
    assert "CredentialKeyMissing" in document.error

    away.rename(key)
    assert render_waiting_documents(now=now + timedelta(seconds=30)) == 1
    document.refresh_from_db()
    assert (document.state, document.error) == (DocumentState.RENDERED, "")


def test_what_was_issued_with_the_real_key_is_never_signed_with_a_test_key(
    document: CertificateDocument, now: datetime
) -> None:
    Certificate.objects.update(is_test=False)

    assert render_document(document_id=document.pk, now=now) is False
    document.refresh_from_db()
    assert "only a test key is in place" in document.error


def test_render_tells_the_holder(document: CertificateDocument, now: datetime) -> None:
    render_document(document_id=document.pk, now=now)

    letter = Message.objects.get(key=f"certificates.ready.{document.certificate_id}")
    assert letter.path == "/my/certificates/"


def test_a_rendered_document_is_never_rendered_again(document: CertificateDocument, now: datetime) -> None:
    render_document(document_id=document.pk, now=now)
    document.refresh_from_db()
    before = document.sha256

    assert render_document(document_id=document.pk, now=now + timedelta(days=1)) is False
    assert render_waiting_documents(now=now + timedelta(days=1)) == 0
    document.refresh_from_db()
    assert (document.sha256, document.tries) == (before, 1)


def test_a_document_that_a_worker_holds_is_left_alone(document: CertificateDocument, now: datetime) -> None:
    CertificateDocument.objects.update(claimed_at=now, try_after=now + timedelta(minutes=2), tries=1)

    assert render_document(document_id=document.pk, now=now + timedelta(minutes=1)) is False


def test_a_killed_workers_document_is_taken_up_and_its_file_removed(
    document: CertificateDocument, now: datetime
) -> None:
    left = storages["private"].save(f"certificates/2025/{document.certificate.uuid}-1.pdf", ContentFile(b"half"))
    CertificateDocument.objects.update(claimed_at=now, try_after=now + timedelta(minutes=2), tries=1)

    assert render_waiting_documents(now=now + timedelta(minutes=3)) == 1

    document.refresh_from_db()
    assert (document.state, document.tries) == (DocumentState.RENDERED, 2)
    assert not storages["private"].exists(left)
    assert storages["private"].exists(document.file)


def test_a_slow_workers_file_gives_way_to_the_recorded_one(
    document: CertificateDocument, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first worker sleeps past its claim; the second renders; then the first wakes up with a file of its own."""
    later = now + timedelta(minutes=5)

    def overtaken(certificate: Certificate, *, credential: CertificateCredential) -> bytes:
        monkeypatch.setattr(BUILD, build_pdf)
        assert render_document(document_id=document.pk, now=later) is True
        return build_pdf(certificate, credential=credential)

    monkeypatch.setattr(BUILD, overtaken)

    assert render_document(document_id=document.pk, now=now) is False
    document.refresh_from_db()
    assert (document.rendered_at, document.tries) == (later, 2)
    folder = Path(settings.PRIVATE_ROOT) / "certificates/2025"
    assert [path.name for path in folder.glob(f"{document.certificate.uuid}*")] == [Path(document.file).name]


def test_a_failure_is_written_down_and_tried_again_after_longer_and_longer_pauses(
    document: CertificateDocument, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = settings.SIGNING_KEY_DIR
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path)
    moment = now
    for pause in (30, 60, 120):
        assert render_document(document_id=document.pk, now=moment) is False
        document.refresh_from_db()
        assert document.state == DocumentState.FAILED
        assert "SigningKeyMissing" in document.error
        assert document.try_after == moment + timedelta(seconds=pause)
        assert render_waiting_documents(now=moment + timedelta(seconds=pause - 1)) == 0
        moment += timedelta(seconds=pause)
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", keys)

    assert render_waiting_documents(now=moment) == 1
    document.refresh_from_db()
    assert (document.state, document.tries, document.error) == (DocumentState.RENDERED, 4, "")


def test_a_full_disk_is_a_failure_like_any_other(
    document: CertificateDocument, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "certificates").write_text("a file where the folder should be")
    monkeypatch.setattr(storages["private"], "_location", str(tmp_path))
    monkeypatch.setitem(storages["private"].__dict__, "location", str(tmp_path))
    monkeypatch.setitem(storages["private"].__dict__, "base_location", str(tmp_path))

    assert render_document(document_id=document.pk, now=now) is False
    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert document.error
