"""Keys, credentials and shared pages as the registrar reads them in the administration."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.certificates.models import Certificate, CertificateCredential, CredentialKey
from certification.certificates.services import sign_waiting_credentials
from certification.certificates.services.sharing import ShareChoices, share_certificate
from lms.accounts.models import User
from tests.certification.certificates.cast import make_certificate
from tests.conftest import signed_in
from tests.traces import views_of_people

LISTS = ("credential_keys", "certificate_credentials", "certificate_shares")


@pytest.fixture
def shared(certificate: Certificate, now: datetime) -> Certificate:
    sign_waiting_credentials(now=now)
    share_certificate(certificate=certificate, choices=ShareChoices(), actor=certificate.holder.user, now=now)
    return certificate


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_registrars_and_auditors(
    name: str, shared: Certificate, registrar_client: Client, auditor: User, practitioner_client: Client
) -> None:
    index = reverse(f"{name}:index")
    shown = str(CredentialKey.objects.get()) if name == "credential_keys" else shared.number

    for client in (registrar_client, signed_in(auditor)):
        assert shown in client.get(index).text
    assert practitioner_client.get(index).status_code in {302, 403}


@pytest.mark.parametrize("name", LISTS)
def test_nobody_changes_a_row_here(name: str, shared: Certificate, registrar: User) -> None:
    User.objects.filter(pk=registrar.pk).update(is_staff=True, is_superuser=True)
    administrator = signed_in(User.objects.get(pk=registrar.pk))
    pk = {
        "credential_keys": CredentialKey.objects.get().pk,
        "certificate_credentials": shared.credential.pk,
        "certificate_shares": shared.shares.get().pk,
    }[name]
    for deed in ("edit", "delete"):
        assert administrator.post(reverse(f"{name}:{deed}", args=[pk]), {}).status_code in {302, 403}
    assert administrator.get(reverse(f"{name}:add")).status_code in {302, 403}
    assert administrator.get(reverse(f"{name}:inspect", args=[pk])).status_code == 200


def test_failed_credentials_are_found(
    certificate: Certificate, registrar_client: Client, now: datetime, key_folder: Path
) -> None:
    for key in key_folder.glob("credential-*.pem"):
        key.unlink()
    sign_waiting_credentials(now=now)
    index = reverse("certificate_credentials:index")

    assert "CredentialKeyMissing" in registrar_client.get(index, {"state": "failed"}).text
    for state in ("signed", "waiting"):
        assert certificate.number not in registrar_client.get(index, {"state": state}).text


def test_a_look_at_a_persons_credential_leaves_a_trace(shared: Certificate, registrar_client: Client) -> None:
    credential = CertificateCredential.objects.get(certificate=shared)

    registrar_client.get(reverse("certificate_credentials:inspect", args=[credential.pk]))

    ((_viewer, person, screen),) = views_of_people()
    assert person == str(shared.holder.pk)
    assert screen == f"admin/certificates.certificatecredential/{credential.pk}"


@pytest.mark.parametrize("name", LISTS[1:])
def test_lists_cost_the_same_for_one_and_three(
    name: str, shared: Certificate, registrar_client: Client, now: datetime
) -> None:
    practitioner, registrar = shared.holder, shared.issued_by
    assert registrar is not None
    index = reverse(f"{name}:index")
    registrar_client.get(index)
    with CaptureQueriesContext(connection) as one:
        registrar_client.get(index)
    for _more in range(2):
        certificate = make_certificate(practitioner, registrar, now=now)
        share_certificate(certificate=certificate, choices=ShareChoices(), actor=practitioner.user, now=now)
    with CaptureQueriesContext(connection) as three:
        registrar_client.get(index)

    assert len(three) == len(one)
