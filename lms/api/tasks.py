from celery import shared_task


@shared_task
def clear_expired_tokens() -> None:
    from lms.api import services  # noqa: PLC0415 - as in the other apps

    services.clear_expired_tokens()
