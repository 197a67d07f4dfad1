from celery import shared_task
from django.utils import timezone


@shared_task
def render_document(document_id: int) -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names this task

    services.render_document(document_id=document_id, now=timezone.now())


@shared_task
def render_waiting_documents() -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names a task of this module

    services.render_waiting_documents(now=timezone.now())


@shared_task
def render_batch() -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names this task

    services.render_batch(now=timezone.now())


@shared_task
def sign_credential(credential_id: int) -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names this task

    services.sign_credential(credential_id=credential_id, now=timezone.now())


@shared_task
def publish_status_list(status_list_id: int) -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names this task

    services.publish_status_list(status_list_id=status_list_id, now=timezone.now())


@shared_task
def sign_what_waits() -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names a task of this module

    now = timezone.now()
    services.sign_waiting_credentials(now=now)
    services.publish_waiting_status_lists(now=now)


@shared_task
def expire_certificates() -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names a task of this module

    services.expire_certificates(now=timezone.now())


@shared_task
def issue_batch(batch_id: int) -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names this task

    services.issue_batch(batch_id=batch_id, now=timezone.now())


@shared_task
def issue_waiting_batches() -> None:
    from certification.certificates import services  # noqa: PLC0415 - the service names a task of this module

    services.issue_waiting_batches(now=timezone.now())


@shared_task
def delete_unused_paper_files() -> None:
    from certification.certificates import services  # noqa: PLC0415 - a task calls its service

    services.delete_unused_paper_files(now=timezone.now())


@shared_task
def send_renewal_reminders() -> None:
    from certification.certificates import services  # noqa: PLC0415 - a task calls its service

    services.send_renewal_reminders(now=timezone.now())


@shared_task
def append_to_log() -> None:
    from certification.certificates.services import log  # noqa: PLC0415 - the services name a task of this module

    log.append_to_log(now=timezone.now())


@shared_task
def sign_tree_head() -> None:
    from certification.certificates.services import log  # noqa: PLC0415 - the services name a task of this module

    log.sign_tree_head(now=timezone.now())
