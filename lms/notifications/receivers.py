"""People hear of decisions about them that lower apps make."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from lms.accounts.models import Practitioner
from lms.accounts.signals import license_refused, license_verified, practitioner_corrected
from lms.notifications import services


@receiver(license_verified)
def tell_license_verified(practitioner: Practitioner, now: datetime, **kwargs: Any) -> None:
    services.tell_license_verified(practitioner=practitioner, now=now)


@receiver(license_refused)
def tell_license_refused(practitioner: Practitioner, reason: str, now: datetime, **kwargs: Any) -> None:
    services.tell_license_refused(practitioner=practitioner, reason=reason, now=now)


@receiver(practitioner_corrected)
def tell_practitioner_corrected(
    practitioner: Practitioner, fields: list[str], reason: str, now: datetime, **kwargs: Any
) -> None:
    services.tell_practitioner_corrected(practitioner=practitioner, fields=fields, reason=reason, now=now)
