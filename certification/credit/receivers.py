"""What credit does when others say that something became true."""

from datetime import datetime

from django.dispatch import receiver

from certification.certificates.models import Certificate
from certification.certificates.signals import certificate_changed
from certification.credit import services
from lms.accounts.models import Practitioner
from lms.accounts.signals import practitioner_registered


@receiver(practitioner_registered)
def open_profile(sender: object, practitioner: Practitioner, now: datetime, **kwargs: object) -> None:
    services.open_profile(practitioner=practitioner, now=now)


@receiver(certificate_changed)
def sync_competency_bonus(sender: object, certificate: Certificate, now: datetime, **kwargs: object) -> None:
    if certificate.practitioner is not None:
        services.sync_after_change(practitioner=certificate.practitioner, now=now)
