from celery import shared_task


@shared_task
def index_course(course_id: int) -> None:
    from courses.catalogue import services  # noqa: PLC0415 - a task stands below services

    services.index_course(course_id=course_id)


@shared_task
def repair_index() -> None:
    from courses.catalogue import services  # noqa: PLC0415 - a task stands below services

    services.repair_index()
