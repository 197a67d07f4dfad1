"""Sent inside the transaction that makes the fact true."""

from django.dispatch import Signal

# run: CourseRun, now: datetime, actor: User | None. Its dates or its seats may be other than before.
run_changed = Signal()
# run: CourseRun, now: datetime, actor: User | None, reason: str
run_cancelled = Signal()
