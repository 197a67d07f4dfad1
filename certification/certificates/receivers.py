from datetime import datetime
from typing import Any

from django.dispatch import receiver

from certification.certificates import services, tasks
from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.signals import certificate_changed
from certification.marking.models import Result
from certification.marking.signals import result_released
from courses.learning.models import CourseCompletion
from courses.learning.signals import course_completed
from lms.accounts.models import User
from lms.celery import send_after_commit


@receiver(result_released)
def issue_for_released_result(result: Result, released_by: User, now: datetime, **kwargs: Any) -> None:
    services.issue_for_released_result(result=result, released_by=released_by, now=now)


@receiver(course_completed)
def issue_for_completed_course(completion: CourseCompletion, now: datetime, **kwargs: Any) -> None:
    services.issue_for_completed_course(completion=completion, now=now)


@receiver(certificate_changed)
def note_status_change(certificate: Certificate, event: CertificateEvent, **kwargs: Any) -> None:
    services.note_status_change(certificate=certificate, event=event)


@receiver(certificate_changed)
def append_to_log(**kwargs: Any) -> None:
    send_after_commit(tasks.append_to_log)
