from celery import shared_task
from django.utils import timezone


@shared_task
def run_check(check_id: int) -> None:
    from certification.employers import services  # noqa: PLC0415 - the service names this task

    services.run_check(check_id=check_id, now=timezone.now())


@shared_task
def run_waiting_checks() -> None:
    from certification.employers import services  # noqa: PLC0415 - the service names a task of this module

    services.run_waiting_checks(now=timezone.now())


@shared_task
def deliver_webhook(delivery_id: int) -> None:
    from certification.employers import services  # noqa: PLC0415 - the service names this task

    services.deliver_webhook(delivery_id=delivery_id, now=timezone.now())


@shared_task
def deliver_waiting_webhooks() -> None:
    from certification.employers import services  # noqa: PLC0415 - the service names a task of this module

    services.deliver_waiting_webhooks(now=timezone.now())


@shared_task
def tell_holders() -> None:
    from certification.employers import services  # noqa: PLC0415 - the service names a task of this module

    services.tell_holders(now=timezone.now())


@shared_task
def delete_names() -> None:
    from certification.employers import services  # noqa: PLC0415 - the service names a task of this module

    services.delete_names(now=timezone.now())


@shared_task
def delete_old_memberships() -> None:
    from certification.employers import services  # noqa: PLC0415 - the service names a task of this module

    services.delete_old_memberships(now=timezone.now())
