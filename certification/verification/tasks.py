from celery import shared_task
from django.utils import timezone

# Some seconds each; a register of a hundred thousand is gone through in years, and a broken store or key shows in a night.
NIGHTLY_SAMPLE = 100


@shared_task
def check_register() -> None:
    from certification.verification import services  # noqa: PLC0415 - as every task calls its service

    services.check_register(sample=NIGHTLY_SAMPLE, now=timezone.now(), clock=timezone.now)
    services.forget_old_reports(now=timezone.now())
