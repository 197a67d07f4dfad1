"""Reads about messages."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from lms.accounts.models import User
from lms.notifications.models import Message

# A worker that took a message and has not sent it by then is dead.
CLAIM_LASTS = timedelta(minutes=10)
# After that long without a mail server, a letter would confuse; the message stays in the site.
MAIL_LASTS = timedelta(days=7)


def messages_of(user: User) -> QuerySet[Message]:
    return Message.objects.filter(recipient=user).order_by("-created_at", "-pk")


def unread_count(user: User) -> int:
    return Message.objects.filter(recipient=user, read_at=None).count()


def messages_waiting(*, now: datetime) -> QuerySet[Message]:
    """To be mailed, not too old to be news, and not held by a worker that still lives."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
    return Message.objects.filter(free, sent_at=None, created_at__gt=now - MAIL_LASTS, recipient__is_active=True)
