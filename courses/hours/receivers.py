from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courses.hours import services
from courses.learning.models import CourseCompletion
from courses.learning.signals import completion_revoked, course_completed
from lms.accounts.models import User


@receiver(course_completed)
def book_hours(*, completion: CourseCompletion, now: datetime, **kwargs: Any) -> None:
    services.book_course_hours(completion=completion, now=now)


@receiver(completion_revoked)
def take_hours_back(*, completion: CourseCompletion, now: datetime, actor: User | None, **kwargs: Any) -> None:
    services.reverse_course_hours(completion=completion, actor=actor, now=now)
