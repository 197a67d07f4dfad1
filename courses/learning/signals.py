"""Sent inside the transaction that makes the fact true."""

from django.dispatch import Signal

# completion: CourseCompletion, now: datetime
course_completed = Signal()
