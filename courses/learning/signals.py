"""Sent inside the transaction that makes the fact true."""

from django.dispatch import Signal

# completion: CourseCompletion, now: datetime
course_completed = Signal()
# completion: CourseCompletion, now: datetime, actor: User | None. A correction took the completion back.
completion_revoked = Signal()
