from celery import shared_task
from django.utils import timezone

from certification.sittings import services


@shared_task
def end_due_attempts() -> None:
    services.end_due_attempts(now=timezone.now())
