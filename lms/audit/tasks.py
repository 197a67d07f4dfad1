from celery import shared_task

from lms.audit import services


@shared_task
def seal_entries() -> None:
    services.seal_entries()
