"""What the database itself refuses of keys, places and signed documents."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CredentialKey,
    CredentialStatusEntry,
    StatusList,
    StatusListVersion,
)
from certification.certificates.open_badges.status_list import LENGTH
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.certificates.cast import make_certificate

pytestmark = pytest.mark.django_db


def make_key(letter: str, **changes: Any) -> CredentialKey:
    fields = {"public_key_multibase": f"z6Mk{letter * 44}", "is_test": True, "created_at": NOW} | changes
    return CredentialKey.objects.create(**fields)


@pytest.fixture
def key() -> CredentialKey:
    return make_key("a")


@pytest.fixture
def status_list() -> StatusList:
    return StatusList.objects.create(number=99)


def test_one_key_is_in_use(key: CredentialKey) -> None:
    make_key("b", retired_at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_key("c")


def test_a_key_exists_once(key: CredentialKey) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_key("a", retired_at=NOW)


def test_a_key_retires_after_its_first_day(key: CredentialKey, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CredentialKey.objects.update(retired_at=now - timedelta(seconds=1))


def test_a_key_is_an_ed25519_key_in_multibase() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_key("a", public_key_multibase="zDnaeVJh2LtwRoUnot64Kpt")


@pytest.mark.parametrize(("number", "revision"), [(99, 1), (0, 1), (98, 0)])
def test_a_list_exists_once_and_counts_from_one(status_list: StatusList, number: int, revision: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusList.objects.create(number=number, revision=revision)


def test_a_place_is_given_once(
    certificate: Certificate, practitioner: Practitioner, registrar: User, status_list: StatusList
) -> None:
    other = make_certificate(practitioner, registrar)
    CredentialStatusEntry.objects.all().delete()
    CredentialStatusEntry.objects.create(certificate=certificate, status_list=status_list, index=7)

    with pytest.raises(IntegrityError), transaction.atomic():
        CredentialStatusEntry.objects.create(certificate=other, status_list=status_list, index=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        CredentialStatusEntry.objects.create(certificate=certificate, status_list=status_list, index=8)


def test_a_place_is_within_its_list(certificate: Certificate, status_list: StatusList) -> None:
    CredentialStatusEntry.objects.all().delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        CredentialStatusEntry.objects.create(certificate=certificate, status_list=status_list, index=LENGTH)


def make_version(status_list: StatusList, key: CredentialKey, **changes: Any) -> StatusListVersion:
    fields = {"version": 1, "content": "{}", "sha256": "a" * 64, "signed_at": NOW} | changes
    return StatusListVersion.objects.create(status_list=status_list, key=key, **fields)


def test_a_version_exists_once_and_is_whole(status_list: StatusList, key: CredentialKey) -> None:
    make_version(status_list, key)

    for changes in ({}, {"version": 0}, {"version": 2, "content": ""}, {"version": 2, "sha256": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_version(status_list, key, **changes)


@pytest.fixture
def credential(certificate: Certificate) -> CertificateCredential:
    return CertificateCredential.objects.get_or_create(certificate=certificate)[0]


def test_a_credential_is_signed_whole_or_not_at_all(
    credential: CertificateCredential, key: CredentialKey, now: datetime
) -> None:
    whole: dict[str, Any] = {"content": "{}", "sha256": "a" * 64, "key": key, "signed_at": now}
    of_this = CertificateCredential.objects.filter(pk=credential.pk)
    empty: dict[str, Any] = {"content": "", "sha256": "", "key": None, "signed_at": None}
    for name, nothing in empty.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            of_this.update(**whole | {name: nothing})

    assert of_this.update(**whole) == 1


def test_a_certificate_has_one_credential(credential: CertificateCredential) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateCredential.objects.create(certificate=credential.certificate)


def test_a_document_exists_once(
    credential: CertificateCredential, key: CredentialKey, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    other, _made = CertificateCredential.objects.get_or_create(certificate=make_certificate(practitioner, registrar))
    whole: dict[str, Any] = {"content": "{}", "sha256": "a" * 64, "key": key, "signed_at": now}
    CertificateCredential.objects.filter(pk=credential.pk).update(**whole)

    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateCredential.objects.filter(pk=other.pk).update(**whole)


def test_what_was_published_cannot_be_deleted(
    credential: CertificateCredential, key: CredentialKey, status_list: StatusList, now: datetime
) -> None:
    make_version(status_list, key)
    for evidence in (key, status_list, credential.certificate):
        with pytest.raises(ProtectedError):
            evidence.delete()
