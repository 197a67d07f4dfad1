"""Sent inside the transaction, or the request, that makes the fact true."""

from django.dispatch import Signal

# key: ApiKey, answers: list[Answer], moment and now: datetime; sent where an organization's key asked
answers_given = Signal()
