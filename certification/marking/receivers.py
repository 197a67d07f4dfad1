from datetime import datetime
from typing import Any

from django.dispatch import receiver

from certification.marking import services
from certification.sittings.models import Attempt
from certification.sittings.signals import attempt_ended


@receiver(attempt_ended, dispatch_uid="marking.mark_ended_attempt")
def mark_ended_attempt(sender: object, *, attempt: Attempt, now: datetime, **kwargs: Any) -> None:
    services.mark_ended_attempt(attempt=attempt, now=now)
