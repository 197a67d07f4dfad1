import pytest
from django.core.files.storage import storages

from certification.certificates import tasks
from certification.certificates.enums import DocumentState, EventType
from certification.certificates.models import Certificate, CertificateDocument
from tests.services.worker import Worker


@pytest.mark.django_db
def test_each_task_does_one_services_work(certificate: Certificate) -> None:
    """The clock of these tests stands years after the certificate's last day."""
    Certificate.objects.update(valid_until="2025-06-03")
    document = CertificateDocument.objects.get()

    tasks.render_document(document.pk)
    tasks.render_waiting_documents()
    tasks.expire_certificates()

    document.refresh_from_db()
    assert (document.state, document.tries) == (DocumentState.RENDERED, 1)
    assert certificate.events.filter(type=EventType.EXPIRED).count() == 1


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_worker_renders_once_however_often_it_is_asked(worker: Worker, certificate: Certificate) -> None:
    document = CertificateDocument.objects.get()
    for _ in range(3):
        tasks.render_document.delay(document.pk)
    tasks.render_waiting_documents.delay()

    worker.wait_for(lambda: CertificateDocument.objects.get().state == DocumentState.RENDERED)

    document.refresh_from_db()
    assert document.tries == 1
    assert storages["private"].exists(document.file)
