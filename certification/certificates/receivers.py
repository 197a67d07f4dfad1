from datetime import datetime
from typing import Any

from django.dispatch import receiver

from certification.certificates import services
from certification.marking.models import Result
from certification.marking.signals import result_released
from lms.accounts.models import User


@receiver(result_released)
def issue_for_released_result(result: Result, released_by: User, now: datetime, **kwargs: Any) -> None:
    services.issue_for_released_result(result=result, released_by=released_by, now=now)
