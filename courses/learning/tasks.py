from celery import shared_task
from django.utils import timezone


@shared_task
def close_ended_sessions() -> None:
    from courses.learning import services  # noqa: PLC0415 - a task stands below services

    services.close_ended_sessions(now=timezone.now())
