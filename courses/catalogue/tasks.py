from celery import shared_task


@shared_task
def index_course(course_id: int) -> None:
    from courses.catalogue.services.index import index_course as service  # noqa: PLC0415 - a task stands below services

    service(course_id=course_id)


@shared_task
def repair_index() -> None:
    from courses.catalogue.services.index import repair_index as service  # noqa: PLC0415 - a task stands below services

    service()
