"""A worker that dies in the middle of a batch: afterwards every certificate and every file is there, once."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from certification.certificates import tasks
from certification.certificates.credential_keys import make_test_credential_key
from certification.certificates.enums import BatchRowState, DocumentState, Kind
from certification.certificates.keys import make_test_keys
from certification.certificates.models import Certificate, CertificateDocument, IssueBatch, NumberCounter
from certification.certificates.services import create_issue_batch, rendering_batches
from lms.accounts.models import User
from lms.notifications.models import Message
from tests.cast import NOW
from tests.certification.certificates.cast import make_template
from tests.faults.cast import make_results
from tests.services import redis as redis_service
from tests.services.plugin import need
from tests.services.worker import running_worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

MANY = 500
PROCESSES = 2


@pytest.fixture
def batch(registrar: User) -> IssueBatch:
    make_test_keys(Path(settings.SIGNING_KEY_DIR), organization="津沽知识产权服务行业协会", now=NOW)
    make_test_credential_key(Path(settings.SIGNING_KEY_DIR))
    make_template()
    now = timezone.now()
    results = make_results(MANY, registrar, now=now)
    chosen = [result.pk for result in results]
    return create_issue_batch(
        key=uuid4(), kind=Kind.COMPETENCY, year=None, chosen=chosen, created_by=registrar, now=now
    )


@pytest.fixture
def broker() -> Iterator[str]:
    """A Redis of its own: what these workers leave undone (letters, credentials) is no other test's work."""
    need(redis_service.available())
    with redis_service.redis() as url:
        yield url


def ask() -> None:
    """What the timetable sends every 20 seconds."""
    tasks.issue_waiting_batches.delay()
    for _each in range(PROCESSES):
        tasks.render_batch.delay()


def rendered() -> int:
    return CertificateDocument.objects.filter(state=DocumentState.RENDERED).count()


def test_a_worker_killed_in_the_middle_loses_nothing_and_makes_nothing_twice(batch: IssueBatch, broker: str) -> None:
    with running_worker(broker_url=broker, queues="documents", processes=PROCESSES) as worker:
        ask()
        worker.wait_for(lambda: rendered() > MANY // 10, within=300)
        worker.kill()
    made_before = rendered()
    assert made_before < MANY

    with running_worker(broker_url=broker, queues="documents", processes=PROCESSES) as worker:
        asked: list[int] = []

        def all_there() -> bool:
            if len(asked) % 50 == 0:
                ask()
            asked.append(1)
            return rendered() == MANY

        worker.wait_for(all_there, within=600)

    assert Counter(batch.rows.values_list("state", flat=True)) == {BatchRowState.ISSUED: MANY}
    _assert_certificates_are_whole()
    _assert_files_are_whole()


def _assert_certificates_are_whole() -> None:
    certificates = Certificate.objects.all()
    assert len({certificate.result_id for certificate in certificates}) == len(certificates) == MANY
    serials = sorted(int(certificate.number.split("-")[4]) for certificate in certificates)
    assert serials == list(range(1, MANY + 1))
    assert NumberCounter.objects.get().last_serial == MANY
    ready = Message.objects.filter(key__startswith="certificates.ready.").values_list("key", flat=True)
    assert len(set(ready)) == len(ready) == MANY


def _assert_files_are_whole() -> None:
    documents = CertificateDocument.objects.all()
    root = Path(settings.PRIVATE_ROOT)
    on_disk = {str(path.relative_to(root)) for path in (root / "certificates").rglob("*.pdf")}
    uuids = {str(uuid) for uuid in Certificate.objects.values_list("uuid", flat=True)}
    # Other tests of the run leave files of their own certificates there.
    ours = {path for path in on_disk if Path(path).name[:36] in uuids}
    assert ours == {document.file for document in documents}
    assert len({document.sha256 for document in documents}) == MANY
    for document in documents:
        content = (root / document.file).read_bytes()
        assert content.startswith(b"%PDF-1.7")
        assert hashlib.sha256(content).hexdigest() == document.sha256
    # Once each, but for those that the dead worker had claimed.
    again = [document for document in documents if document.tries > 1]
    assert len(again) <= PROCESSES * rendering_batches._AT_ONCE
    assert {document.tries for document in again} <= {2}
