import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from jsonschema import Draft201909Validator

from certification.certificates.credential_keys import published
from certification.certificates.credentials import site_did
from certification.certificates.models import Certificate, CertificateCredential, CredentialKey, CredentialStatusEntry
from certification.certificates.open_badges.proof import verify
from certification.certificates.queries import published_keys
from certification.certificates.services import (
    reissue_certificate,
    rotate_credential_key,
    sign_credential,
    sign_waiting_credentials,
)
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate
from tests.certification.certificates.open_badges.samples import fact


@pytest.fixture
def credential(certificate: Certificate) -> CertificateCredential:
    return certificate.credential


def document_of(credential: CertificateCredential) -> dict[str, Any]:
    credential.refresh_from_db()
    document: dict[str, Any] = json.loads(credential.content)
    return document


def test_issue_leaves_a_place_and_a_credential_to_sign(certificate: Certificate) -> None:
    assert certificate.credential.signed_at is None
    assert certificate.status_entry.status_list.number == 1


def test_sign_writes_the_document_and_its_hash(credential: CertificateCredential, now: datetime) -> None:
    assert sign_credential(credential_id=credential.pk, now=now) is True

    credential.refresh_from_db()
    assert (credential.signed_at, credential.tries, credential.error) == (now, 1, "")
    assert credential.sha256 == hashlib.sha256(credential.content.encode()).hexdigest()
    assert credential.key == CredentialKey.objects.get()


def test_the_document_says_what_the_certificate_says(credential: CertificateCredential, now: datetime) -> None:
    sign_credential(credential_id=credential.pk, now=now)
    certificate, document = credential.certificate, document_of(credential)
    subject = document["credentialSubject"]

    assert document["id"] == f"http://testserver/credentials/{certificate.uuid}"
    assert document["issuer"]["id"] == "did:web:testserver"
    assert document["name"] == f"【测试 · 无效】{certificate.title}"
    assert (document["validFrom"], document["validUntil"]) == ("2025-06-02T02:00:00Z", "2028-06-02T15:59:59Z")
    assert [entry["identityHash"] for entry in subject["identifier"]] == ["林虚光", certificate.number]
    assert subject["achievement"]["humanCode"] == "PAT-L2"
    assert document["evidence"][0]["id"] == f"http://testserver/verify/{certificate.token}/"
    assert document["credentialStatus"]["statusListIndex"] == str(certificate.status_entry.index)


def test_the_document_keeps_the_schema_and_verifies(credential: CertificateCredential, now: datetime) -> None:
    sign_credential(credential_id=credential.pk, now=now)
    document = document_of(credential)

    schema = Draft201909Validator(fact("achievement-credential-schema.json"))
    assert [error.message for error in schema.iter_errors(document)] == []
    assert verify(document, issuer=site_did(), keys=published(published_keys())).created_at == now


def test_a_signed_credential_is_never_signed_again(credential: CertificateCredential, now: datetime) -> None:
    sign_credential(credential_id=credential.pk, now=now)
    before = document_of(credential)

    assert sign_credential(credential_id=credential.pk, now=now + timedelta(days=1)) is False
    assert sign_waiting_credentials(now=now + timedelta(days=1)) == 0
    assert document_of(credential) == before


def test_the_sweep_signs_what_waits(
    credential: CertificateCredential, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    make_certificate(practitioner, registrar)

    assert sign_waiting_credentials(now=now) == 2
    assert not CertificateCredential.objects.filter(signed_at=None).exists()


def test_a_reissue_has_a_credential_and_a_place_of_its_own(
    certificate: Certificate, registrar: User, now: datetime
) -> None:
    new = reissue_certificate(certificate=certificate, actor=registrar, reason="姓名更正", name="林旭光", now=now)
    sign_waiting_credentials(now=now)

    assert document_of(new.credential)["credentialSubject"]["identifier"][0]["identityHash"] == "林旭光"
    assert new.status_entry.index != certificate.status_entry.index
    assert CredentialStatusEntry.objects.count() == 2


def test_equal_achievements_have_one_name(
    certificate: Certificate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    other = make_certificate(practitioner, registrar)
    sign_waiting_credentials(now=now)
    first, second = (document_of(each.credential)["credentialSubject"]["achievement"] for each in (certificate, other))

    assert first == second
    assert first["id"].startswith("urn:uuid:")


def test_without_a_key_credentials_wait_with_longer_and_longer_pauses(
    credential: CertificateCredential, now: datetime, tmp_path: Path
) -> None:
    moment = now
    with override_settings(SIGNING_KEY_DIR=tmp_path):
        for pause in (30, 60, 120):
            assert sign_credential(credential_id=credential.pk, now=moment) is False
            credential.refresh_from_db()
            assert "CredentialKeyMissing" in credential.error
            assert credential.try_after == moment + timedelta(seconds=pause)
            assert sign_waiting_credentials(now=moment + timedelta(seconds=pause - 1)) == 0
            moment += timedelta(seconds=pause)

    assert sign_waiting_credentials(now=moment) == 1
    credential.refresh_from_db()
    assert (credential.signed_at, credential.tries, credential.error) == (moment, 4, "")


def test_a_failure_notes_nothing_on_what_was_signed_meanwhile(credential: CertificateCredential, now: datetime) -> None:
    from certification.certificates.services.credentials import _note_failure

    sign_credential(credential_id=credential.pk, now=now)
    _note_failure(credential.pk, ValueError("late"), now)

    credential.refresh_from_db()
    assert (credential.error, credential.tries) == ("", 1)


@pytest.mark.usefixtures("key_folder")
def test_a_credential_of_a_retired_key_still_verifies(credential: CertificateCredential, now: datetime) -> None:
    sign_credential(credential_id=credential.pk, now=now)
    rotate_credential_key(now=now + timedelta(days=1))

    proof = verify(document_of(credential), issuer=site_did(), keys=published(published_keys()))
    assert proof.key.retired_at == now + timedelta(days=1)


@pytest.mark.usefixtures("key_folder")
def test_a_real_key_leaves_the_mark_away_where_the_certificate_is_real(
    credential: CertificateCredential, now: datetime
) -> None:
    rotate_credential_key(now=now)
    Certificate.objects.update(is_test=False)
    sign_credential(credential_id=credential.pk, now=now)

    assert document_of(credential)["name"] == "知识产权服务从业人员能力评价证书（专利代理方向 L2）"
