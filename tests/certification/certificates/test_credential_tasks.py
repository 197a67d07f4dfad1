import json

import pytest

from certification.certificates import tasks
from certification.certificates.models import Certificate, StatusList, StatusListVersion
from certification.certificates.open_badges.status_list import is_revoked
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.certificates.cast import revoke_certificate
from tests.services.worker import Worker


@pytest.mark.django_db
def test_each_task_does_one_services_work(certificate: Certificate) -> None:
    tasks.sign_credential(certificate.credential.pk)
    tasks.publish_status_list(StatusList.objects.get().pk)
    tasks.sign_what_waits()

    certificate.credential.refresh_from_db()
    assert certificate.credential.tries == 1
    assert StatusListVersion.objects.count() == 1


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_revocation_is_in_the_list_within_a_minute(worker: Worker, certificate: Certificate, registrar: User) -> None:
    """Nobody sends anything here but the services themselves."""

    def signed() -> bool:
        certificate.credential.refresh_from_db()
        return certificate.credential.signed_at is not None

    worker.wait_for(signed)
    revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=NOW)

    worker.wait_for(lambda: StatusListVersion.objects.filter(version=2).exists())
    latest = StatusListVersion.objects.get(version=2)
    assert is_revoked(json.loads(certificate.credential.content), json.loads(latest.content))
