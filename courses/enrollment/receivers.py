from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courses.catalogue.models import CourseRun
from courses.catalogue.signals import run_cancelled, run_changed
from courses.enrollment import services
from lms.accounts.models import User


@receiver(run_changed)
def promote_into_added_seats(*, run: CourseRun, now: datetime, actor: User | None, **kwargs: Any) -> None:
    services.promote_waiting(run=run, now=now, actor=actor)


@receiver(run_cancelled)
def cancel_places(*, run: CourseRun, now: datetime, actor: User | None, reason: str, **kwargs: Any) -> None:
    services.cancel_all_enrollments(run=run, actor=actor, now=now, reason=reason)
