from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.signals import certificate_changed
from certification.employers import services
from certification.verification.findings import Answer
from certification.verification.signals import answers_given
from lms.api.models import ApiKey


@receiver(certificate_changed)
def schedule_deliveries(certificate: Certificate, event: CertificateEvent, now: datetime, **kwargs: Any) -> None:
    services.schedule_deliveries(certificate=certificate, event=event, now=now)


@receiver(answers_given)
def record_answers(key: ApiKey, answers: Sequence[Answer], moment: datetime, now: datetime, **kwargs: Any) -> None:
    services.record_answers(key=key, answers=answers, moment=moment, now=now)
