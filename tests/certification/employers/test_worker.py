"""A list and a webhook through a real worker on a real broker: the rows are there first, the task is the fast way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from certification.certificates.models import Certificate
from certification.certificates.services import suspend_certificate
from certification.employers.models import BulkCheck, CheckedRow, WebhookDelivery
from certification.employers.services import start_check
from certification.verification.bulk import Asked
from lms.accounts.models import Organization, User
from tests.certification.employers.cast import make_webhook
from tests.services.webhook_receiver import webhook_receiver
from tests.services.worker import Worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_list_is_answered_and_its_change_is_told(
    worker: Worker, certificate: Certificate, hiring: Organization, clerk: User, registrar: User
) -> None:
    now = timezone.now()
    asked = [Asked(certificate.number, "林虚光"), *[Asked(certificate.number, "某人")] * 499]

    start_check(organization=hiring, asked=asked, form_id=uuid4(), requested_by=clerk, now=now)
    worker.wait_for(lambda: BulkCheck.objects.filter(found_count=1).exists())

    assert CheckedRow.objects.exclude(finding="").count() == 500
    with webhook_receiver() as receiver:
        make_webhook(hiring, clerk, url=f"{receiver.url}/take", now=now)
        suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now + timedelta(seconds=1))
        worker.wait_for(lambda: WebhookDelivery.objects.filter(answer="HTTP 204").exists())
        (request,) = receiver.received
    assert certificate.number in request.body
