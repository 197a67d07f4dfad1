from celery import shared_task
from django.utils import timezone


@shared_task
def send_message(message_id: int) -> None:
    from lms.notifications import services  # noqa: PLC0415 - the service names this task

    services.deliver_message(message_id=message_id, now=timezone.now())


@shared_task
def send_waiting_messages() -> None:
    from lms.notifications import services  # noqa: PLC0415 - the service names a task of this module

    services.deliver_waiting_messages(now=timezone.now())
