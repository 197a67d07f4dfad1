"""A key in other hands: the log is the witness of what was signed before."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from certification.certificates.credential_checks import check_credential
from certification.certificates.credential_keys import published, read_key_files
from certification.certificates.credentials import site_did
from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CredentialKey,
    StatusList,
    StatusListVersion,
)
from certification.certificates.open_badges.did import did_document
from certification.certificates.open_badges.proof import sign
from certification.certificates.queries import published_keys
from certification.certificates.services import sign_waiting_credentials
from certification.certificates.services.credential_keys import LeakAhead, NoSuchKey, report_leaked_key
from certification.certificates.services.log import append_to_log, sign_tree_head
from certification.certificates.services.status_lists import publish_waiting_status_lists
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.certification.certificates.cast import make_certificate
from tests.certification.certificates.log_cast import install_log_key

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("key_folder")


@pytest.fixture
def log_key(key_folder: Path) -> None:
    install_log_key()


@pytest.fixture
def early(certificate: Certificate, log_key: None, now: datetime) -> CertificateCredential:
    """Signed at NOW, in the log and under a head right after."""
    return seal(certificate, now)


def seal(certificate: Certificate, now: datetime) -> CertificateCredential:
    sign_waiting_credentials(now=now)
    append_to_log(now=now)
    sign_tree_head(now=now)
    publish_waiting_status_lists(now=now)
    return CertificateCredential.objects.get(certificate=certificate)


def leak(credential: CertificateCredential, *, at: datetime, now: datetime) -> list[CertificateCredential]:
    key = credential.key
    assert key is not None
    return list(report_leaked_key(public_key=str(key), leaked_at=at, now=now).unwitnessed)


def test_what_the_log_had_before_stays_good(early: CertificateCredential, now: datetime) -> None:
    assert leak(early, at=now + HOUR, now=now + 2 * HOUR) == []

    assert check_credential(early.content.encode()).is_good


def test_what_was_signed_after_the_leak_is_refused_and_named(
    early: CertificateCredential, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    later = now + 2 * HOUR
    late = seal(make_certificate(practitioner, registrar, now=later), later)

    assert leak(early, at=now + HOUR, now=now + 3 * HOUR) == [late]

    assert check_credential(early.content.encode()).is_good
    answer = check_credential(late.content.encode())
    assert answer.issued == late
    assert answer.proof is None
    assert answer.problem.startswith("KeyUnknown")


def test_a_forgery_that_is_dated_back_has_no_witness(early: CertificateCredential, now: datetime) -> None:
    (file,) = read_key_files(Path(settings.SIGNING_KEY_DIR))
    content = {term: value for term, value in json.loads(early.content).items() if term != "proof"}
    forged = sign(content | {"name": "另一证书"}, key=file.key, controller=site_did(), created_at=now)
    leak(early, at=now + HOUR, now=now + 2 * HOUR)

    answer = check_credential(json.dumps(forged).encode())

    assert (answer.issued, answer.proof) == (None, None)
    assert answer.problem.startswith("KeyLeaked")


def test_what_was_signed_before_and_logged_after_has_no_witness(
    certificate: Certificate, log_key: None, now: datetime
) -> None:
    sign_waiting_credentials(now=now)
    append_to_log(now=now)
    sign_tree_head(now=now + 2 * HOUR)
    credential = CertificateCredential.objects.get(certificate=certificate)

    assert leak(credential, at=now + HOUR, now=now + 3 * HOUR) == [credential]
    assert check_credential(credential.content.encode()).problem.startswith("KeyLeaked")


def test_the_key_is_published_with_its_end(early: CertificateCredential, now: datetime) -> None:
    leak(early, at=now + HOUR, now=now + 2 * HOUR)

    leaked, successor = did_document(did=site_did(), keys=published(published_keys()))["verificationMethod"]
    assert leaked["revoked"] == "2025-06-02T03:00:00Z"
    assert leaked["expires"] == "2025-06-02T04:00:00Z"
    assert "revoked" not in successor
    assert AuditEntry.objects.filter(action="certificates.report_leaked_key").count() == 1


def test_status_lists_are_signed_anew(early: CertificateCredential, now: datetime) -> None:
    leak(early, at=now + HOUR, now=now + 2 * HOUR)
    assert StatusList.objects.get().revision == 2

    publish_waiting_status_lists(now=now + 2 * HOUR)

    version = StatusListVersion.objects.order_by("version").last()
    assert version is not None
    assert version.key == CredentialKey.objects.get(retired_at=None)


def test_a_second_report_moves_it_to_an_earlier_moment_only(early: CertificateCredential, now: datetime) -> None:
    key = early.key
    assert key is not None
    for hours, told in ((3, 3), (4, 3), (1, 1)):
        leak(early, at=now + hours * HOUR, now=now + 5 * HOUR)
        key.refresh_from_db()
        assert key.leaked_at == now + told * HOUR
    assert AuditEntry.objects.filter(action="certificates.report_leaked_key").count() == 2
    assert CredentialKey.objects.count() == 2


def test_a_leak_before_its_first_day_is_one_from_its_first_day(early: CertificateCredential, now: datetime) -> None:
    assert leak(early, at=now - HOUR, now=now + HOUR) == [early]

    assert CredentialKey.objects.exclude(leaked_at=None).get().leaked_at == now


def test_an_unknown_key_and_a_future_leak_are_refused(early: CertificateCredential, now: datetime) -> None:
    with pytest.raises(NoSuchKey, match="published no such key"):
        report_leaked_key(public_key="z6MkOther", leaked_at=now, now=now)
    with pytest.raises(LeakAhead, match="in the future"):
        report_leaked_key(public_key=str(early.key), leaked_at=now + HOUR, now=now)
    assert CredentialKey.objects.count() == 1


def test_the_command_says_what_is_to_be_done(early: CertificateCredential) -> None:
    said = StringIO()
    call_command("report_leaked_key", str(early.key), "--since", "2025-06-02T11:00:00", stdout=said)
    assert "every credential stays good" in said.getvalue()

    said = StringIO()
    call_command("report_leaked_key", str(early.key), "--since", "2025-06-01T00:00:00+08:00", stdout=said)
    assert "1 credentials are good no more; reissue" in said.getvalue()
    assert early.certificate.number in said.getvalue()

    with pytest.raises(CommandError, match="write it as 2026"):
        call_command("report_leaked_key", str(early.key), "--since", "yesterday")
