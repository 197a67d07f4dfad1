"""Sent inside the transaction that makes the fact true."""

from django.dispatch import Signal

# attempt: Attempt (submitted or timed out), now: datetime
attempt_ended = Signal()
