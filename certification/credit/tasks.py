from celery import shared_task
from django.utils import timezone


@shared_task
def advance_records() -> None:
    from certification.credit import services  # noqa: PLC0415 - tasks stand below services

    services.advance_records(now=timezone.now())


@shared_task
def sync_waiting_bonuses() -> None:
    from certification.credit import services  # noqa: PLC0415 - tasks stand below services

    services.sync_waiting_bonuses(now=timezone.now())
