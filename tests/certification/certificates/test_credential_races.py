"""Many at once, with real transactions on PostgreSQL."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from certification.certificates.credential_checks import check_credential
from certification.certificates.models import (
    Certificate,
    CertificateCredential,
    CredentialKey,
    CredentialStatusEntry,
    StatusList,
    StatusListVersion,
)
from certification.certificates.open_badges.documents import read_json
from certification.certificates.open_badges.status_list import is_revoked
from certification.certificates.services import (
    issue_certificate,
    publish_status_list,
    rotate_credential_key,
    sign_credential,
    sign_waiting_credentials,
)
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.cast import make_practitioner
from tests.certification.certificates.cast import (
    colleague_of,
    make_certificate,
    make_result,
    make_template,
    revoke_certificate,
)
from tests.certification.sittings.cast import make_paper
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 12


def test_those_issued_at_once_share_one_list_and_no_place(registrar: User, now: datetime) -> None:
    make_template()
    paper = make_paper("race", registrar, domain="PAT")
    people = [make_practitioner(f"race{each}@example.com", f"竞速{each}") for each in range(MANY)]
    results = [make_result(person, registrar, paper=paper) for person in people]

    def issue(result: Result) -> Callable[[], Certificate]:
        return lambda: issue_certificate(result=result, issued_by=registrar, now=now)

    at_once([issue(result) for result in results])

    assert StatusList.objects.count() == 1
    assert CredentialStatusEntry.objects.values("index").distinct().count() == MANY


def test_many_workers_sign_once(certificate: Certificate, now: datetime) -> None:
    pk = certificate.credential.pk

    made = at_once([lambda: sign_credential(credential_id=pk, now=now)] * MANY)

    assert sorted(made) == [False] * (MANY - 1) + [True]
    assert CertificateCredential.objects.get().tries == 1
    assert CredentialKey.objects.count() == 1


def test_many_workers_come_upon_the_first_key_at_once(
    practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    pks = [make_certificate(practitioner, registrar).credential.pk for _ in range(6)]

    def sign(pk: int) -> Callable[[], bool]:
        return lambda: sign_credential(credential_id=pk, now=now)

    assert at_once([sign(pk) for pk in pks]) == [True] * len(pks)
    assert CredentialKey.objects.count() == 1


def test_many_workers_publish_one_version(certificate: Certificate, now: datetime) -> None:
    pk = StatusList.objects.get().pk

    made = at_once([lambda: publish_status_list(status_list_id=pk, now=now)] * MANY)

    assert sorted(made) == [False] * (MANY - 1) + [True]
    assert StatusListVersion.objects.count() == 1


def test_no_revocation_is_lost_while_lists_are_signed(
    practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    certificates = [make_certificate(practitioner, registrar) for _ in range(6)]
    sign_waiting_credentials(now=now)
    pk = StatusList.objects.get().pk

    colleague_of(registrar)  # before the race, which is not for this row

    def revoke(certificate: Certificate) -> Callable[[], object]:
        return lambda: revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    def publish() -> object:
        return publish_status_list(status_list_id=pk, now=now)

    at_once([deed for certificate in certificates for deed in (revoke(certificate), publish)])
    publish()

    latest = StatusListVersion.objects.order_by("version").last()
    assert latest is not None
    for credential in CertificateCredential.objects.all():
        assert is_revoked(read_json(credential.content), read_json(latest.content))


@pytest.mark.usefixtures("key_folder")
def test_a_rotation_amid_signing_leaves_every_proof_good(
    practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    pks = [make_certificate(practitioner, registrar).credential.pk for _ in range(8)]
    rotate_credential_key(now=now)

    def sign(pk: int, seconds: int) -> Callable[[], object]:
        # Clocks differ from worker to worker.
        return lambda: sign_credential(credential_id=pk, now=now + timedelta(seconds=seconds))

    deeds: list[Callable[[], object]] = [sign(pk, place % 3) for place, pk in enumerate(pks)]
    at_once([*deeds, lambda: rotate_credential_key(now=now + timedelta(seconds=1))])

    for credential in CertificateCredential.objects.all():
        assert check_credential(credential.content.encode()).is_good
    assert CredentialKey.objects.filter(retired_at=None).count() == 1
