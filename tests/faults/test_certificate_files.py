"""What certificates do when the disk is full, and when there is no key to sign with."""

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from certification.certificates.credential_keys import make_test_credential_key
from certification.certificates.enums import BatchRowState, DocumentState, Kind
from certification.certificates.keys import make_test_keys
from certification.certificates.models import Certificate, CertificateDocument, IssueBatch, NumberCounter
from certification.certificates.services import create_issue_batch, issue_batch, render_document
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate, make_result, make_template
from tests.services.plugin import need


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Of 64 kB: a certificate is larger."""
    folder = tmp_path / "disk"
    folder.mkdir()
    need("mounting a small disk takes root" if os.geteuid() != 0 else None)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    need(f"a small disk cannot be mounted here: {done.stderr.strip()}" if done.returncode else None)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def keys(now: datetime) -> None:
    make_test_keys(Path(settings.SIGNING_KEY_DIR), organization="津沽知识产权服务行业协会", now=now)
    make_test_credential_key(Path(settings.SIGNING_KEY_DIR))


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_a_full_disk_is_said_and_the_document_made_when_there_is_room(
    small_disk: Path,
    practitioner: Practitioner,
    registrar: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = CertificateDocument.objects.get(certificate=make_certificate(practitioner, registrar, now=now))
    small = FileSystemStorage(location=small_disk, base_url=None)
    with monkeypatch.context() as full:
        full.setattr(storages["private"], "save", small.save)
        assert render_document(document_id=document.pk, now=now) is False

    document.refresh_from_db()
    assert (document.state, document.file, document.sha256) == (DocumentState.FAILED, "", "")
    assert "No space left on device" in document.error
    later = now + timedelta(seconds=30)
    assert document.try_after == later

    assert render_document(document_id=document.pk, now=later) is True
    document.refresh_from_db()
    assert (document.state, document.tries, document.error) == (DocumentState.RENDERED, 2, "")


@pytest.fixture
def batch(practitioner: Practitioner, colleague: Practitioner, registrar: User, now: datetime) -> IssueBatch:
    make_template()
    chosen = [make_result(person, registrar).pk for person in (practitioner, colleague)]
    return create_issue_batch(
        key=uuid4(), kind=Kind.COMPETENCY, year=None, chosen=chosen, created_by=registrar, now=now
    )


@pytest.mark.django_db
def test_without_a_signing_key_nothing_is_issued_and_each_row_says_why(
    batch: IssueBatch, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path)

    issue_batch(batch_id=batch.pk, now=now)

    rows = list(batch.rows.all())
    assert [row.state for row in rows] == [BatchRowState.REFUSED] * 2
    assert all("signing key is not in place" in row.refusal for row in rows)
    assert not Certificate.objects.exists()
    assert not NumberCounter.objects.filter(last_serial__gt=0).exists()
