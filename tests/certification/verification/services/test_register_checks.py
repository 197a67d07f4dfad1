"""The nightly check finds each thing that is broken, and nothing where all is well."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from certification.certificates.keys import CERTIFICATE_FILE
from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CertificateDocument,
    CertificateEvent,
    LogNode,
    StatusListVersion,
)
from certification.certificates.services import publish_waiting_status_lists, render_document
from certification.certificates.services.log import append_to_log, sign_tree_head
from certification.verification.enums import Part
from certification.verification.models import RegisterCheck, RegisterFault
from certification.verification.services import check_register
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.certification.certificates.cast import make_certificate, revoke_certificate
from tests.certification.certificates.log_cast import install_log_key
from tests.certification.verification.cast import complete


@pytest.fixture
def issued(certificate: Certificate, now: datetime) -> Certificate:
    """All is well, an hour later."""
    install_log_key()
    complete(certificate, now=now)
    publish_waiting_status_lists(now=now)
    append_to_log(now=now)
    sign_tree_head(now=now)
    return certificate


def check(now: datetime, *, sample: int | None = None) -> RegisterCheck:
    later = now + timedelta(hours=1)
    return check_register(sample=sample, now=later, clock=lambda: later + timedelta(seconds=5))


def faults() -> list[tuple[str, str]]:
    return list(RegisterFault.objects.order_by("part").values_list("part", "problem"))


def test_where_all_is_well_nothing_is_said(issued: Certificate, registrar: User, now: datetime) -> None:
    run = check(now)

    assert (run.certificates, run.faults, faults()) == (1, 0, [])
    assert run.finished_at - run.started_at == timedelta(seconds=5)
    assert not Message.objects.filter(key__startswith="verification.register_check.").exists()


def _lose_the_file(certificate: Certificate) -> None:
    storages["private"].delete(CertificateDocument.objects.get(certificate=certificate).file)


def _change_the_file(certificate: Certificate) -> None:
    path = Path(storages["private"].path(CertificateDocument.objects.get(certificate=certificate).file))
    path.write_bytes(path.read_bytes() + b"\n% added\n")


def _change_the_credential(certificate: Certificate) -> None:
    text = CertificateCredential.objects.get(certificate=certificate).content
    CertificateCredential.objects.update(content=text.replace("林虚光", "魏外人"))


def _set_the_bit(certificate: Certificate) -> None:
    from certification.certificates.open_badges.status_list import encode_bits

    version = StatusListVersion.objects.get()
    document = json.loads(version.content)
    document["credentialSubject"]["encodedList"] = encode_bits([certificate.status_entry.index])
    StatusListVersion.objects.update(content=json.dumps(document))


def _garble_the_list(certificate: Certificate) -> None:
    StatusListVersion.objects.update(content="no list")


def _change_the_name(certificate: Certificate) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(name="魏外人")


def _date_the_event_back(certificate: Certificate) -> None:
    event = CertificateEvent.objects.get(certificate=certificate)
    CertificateEvent.objects.filter(pk=event.pk).update(at=event.at - timedelta(days=30))


def _change_a_hash(certificate: Certificate) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE certificates_lognode SET hash = %s", ["ab" * 32])


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (_lose_the_file, [(Part.DOCUMENT, "The file is not in the storage.")]),
        (
            _change_the_file,
            [
                (Part.DOCUMENT, "The file in the storage is not the one that was issued."),
                (Part.SIGNATURE, "The signature does not hold: changed."),
            ],
        ),
        (_change_the_credential, [(Part.CREDENTIAL, "The credential is not the one that was signed.")]),
        (_set_the_bit, [(Part.STATUS_LIST, "The status list says revoked, and the register does not.")]),
        (_garble_the_list, [(Part.STATUS_LIST, "The status list cannot be read.")]),
        (_change_the_name, [(Part.LOG, "Line 1 of the log is not what the register says.")]),
        (_date_the_event_back, [(Part.LOG, "Line 1 of the log is not what the register says.")]),
        (_change_a_hash, [(Part.LOG, "Line 3 of the log is not under the newest head.")]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_damage_is_found_and_told(
    issued: Certificate,
    registrar: User,
    now: datetime,
    damage: Callable[[Certificate], None],
    found: list[tuple[str, str]],
) -> None:
    assert LogNode.objects.exists()
    damage(issued)

    run = check(now)

    assert faults() == found
    assert run.faults == len(found)
    message = Message.objects.get(recipient=registrar, key=f"verification.register_check.{run.pk}")
    assert issued.name not in message.body
    assert issued.number not in message.body


def test_a_credential_whose_proof_is_wrong_is_found(issued: Certificate, now: datetime) -> None:
    from certification.verification.pdf_checks import sha256

    text = CertificateCredential.objects.get(certificate=issued).content.replace("林虚光", "魏外人")
    CertificateCredential.objects.update(content=text, sha256=sha256(text.encode()))

    check(now)

    assert (Part.CREDENTIAL, "The proof of the credential does not hold (ProofWrong).") in faults()


def test_a_signing_certificate_that_was_thrown_away_is_found(
    issued: Certificate, now: datetime, key_folder: Path
) -> None:
    (Path(settings.SIGNING_KEY_DIR) / CERTIFICATE_FILE).unlink()

    check(now)

    assert faults() == [(Part.SIGNATURE, "The signature does not hold: others.")]


def test_a_revocation_must_reach_list_and_log(issued: Certificate, registrar: User, now: datetime) -> None:
    revoke_certificate(certificate=issued, actor=registrar, reason="舞弊", now=now)

    check(now - timedelta(minutes=50))
    assert faults() == []
    check(now)

    assert faults() == [
        (Part.LOG, "An event is not in the log."),
        (Part.STATUS_LIST, "The register says ended, and the status list does not."),
    ]


def test_what_waits_for_the_worker_is_no_fault(certificate: Certificate, now: datetime) -> None:
    assert check(now - timedelta(minutes=55)).faults == 0


def test_a_file_that_nobody_made_is_found_after_a_day(certificate: Certificate, now: datetime) -> None:
    check(now + timedelta(hours=22))
    assert (Part.DOCUMENT, "The file was not made within a day of the issue.") not in faults()

    check(now + timedelta(hours=24))

    assert (Part.DOCUMENT, "The file was not made within a day of the issue.") in faults()
    assert (Part.CREDENTIAL, "The credential was not signed within a day of the issue.") in faults()


def test_a_file_that_could_not_be_made_is_found_after_an_hour(
    certificate: Certificate, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path)
    assert not render_document(document_id=certificate.document.pk, now=now)
    check(now)
    assert Part.DOCUMENT not in dict(faults())

    check(now + timedelta(minutes=1))

    assert (Part.DOCUMENT, "The file was never made: 1 tries failed.") in faults()


def test_a_certificate_whose_file_nobody_asked_for_is_found(certificate: Certificate, now: datetime) -> None:
    CertificateDocument.objects.all().delete()

    check(now)

    assert (Part.DOCUMENT, "Nobody was asked to make the file.") in faults()


def test_a_sample_is_drawn_by_lot(
    issued: Certificate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    make_certificate(practitioner, registrar, now=now)

    assert check(now, sample=1).certificates == 1
    assert check(now, sample=0).certificates == 0
    assert check(now).certificates == 2


def test_the_command_says_what_it_found_and_fails(
    issued: Certificate, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))
    said = StringIO()
    call_command("verify_sample", "--all", stdout=said)
    assert said.getvalue() == "1 certificates checked, 0 faults\n"
    _lose_the_file(issued)

    with pytest.raises(CommandError, match="document: The file is not in the storage") as refusal:
        call_command("verify_sample", stdout=said)

    assert refusal.value.returncode == 1
    assert issued.number in str(refusal.value)


def test_beat_runs_it_and_forgets_old_reports(issued: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    from certification.verification.tasks import check_register as task

    assert settings.CELERY_BEAT_SCHEDULE["verify a sample of everything issued"]["task"] == task.name
    task()

    assert RegisterCheck.objects.get().certificates == 1
