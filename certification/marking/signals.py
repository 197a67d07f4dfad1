"""Sent inside the transaction that makes the fact true."""

from django.dispatch import Signal

# result: Result (released), released_by: User, now: datetime
result_released = Signal()
