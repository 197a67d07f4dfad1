"""People hear of decisions about them that lower apps make."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from lms.accounts.models import Practitioner
from lms.accounts.signals import licence_refused, licence_verified
from lms.notifications import services


@receiver(licence_verified)
def tell_licence_verified(practitioner: Practitioner, now: datetime, **kwargs: Any) -> None:
    services.tell_licence_verified(practitioner=practitioner, now=now)


@receiver(licence_refused)
def tell_licence_refused(practitioner: Practitioner, reason: str, now: datetime, **kwargs: Any) -> None:
    services.tell_licence_refused(practitioner=practitioner, reason=reason, now=now)
