"""Messages: a row first, a letter after the commit, each sent once."""

import logging
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Practitioner, User
from lms.celery import send_after_commit
from lms.notifications.models import Message
from lms.notifications.queries import messages_waiting
from lms.notifications.tasks import send_message

logger = logging.getLogger(__name__)

_SUBJECT_LENGTH = 200
_BATCH = 100
_CORRECTED = {
    "name": _("your name"),
    "id_type": _("the kind of your identity document"),
    "id_number": _("the number of your identity document"),
    "birth_on": _("your date of birth"),
}


def notify(
    *, recipient: User, key: str, subject: str | Promise, body: str | Promise, path: str = "", now: datetime
) -> Message:
    """Leaves a message in the site and mails it after the commit; the same ``key`` again changes nothing.

    Lazy texts (``gettext_lazy``, ``format_lazy``) are read in the site's language and in English, whatever the actor's is.
    """
    with translation.override(settings.LANGUAGE_CODE):
        texts = {"subject": _one_line(subject), "body": str(body)}
    with translation.override("en"):
        english = {"subject": _one_line(subject), "body": str(body)}
    texts |= {f"{name}_en": text for name, text in english.items() if text != texts[name]}
    with transaction.atomic():
        message, created = Message.objects.get_or_create(
            recipient=recipient, key=key, defaults={**texts, "path": path, "created_at": now}
        )
        if created:
            send_after_commit(send_message, message.pk)
    return message


def _one_line(subject: str | Promise) -> str:
    return Truncator(" ".join(str(subject).split())).chars(_SUBJECT_LENGTH)


def mark_read(*, recipient: User, now: datetime) -> int:
    return Message.objects.filter(recipient=recipient, read_at=None).update(read_at=now)


def deliver_message(*, message_id: int, now: datetime, connection: BaseEmailBackend | None = None) -> bool:
    """Mails one message, unless it was mailed or another worker holds it; says whether a letter left.

    A mail server that refuses raises; the claim is given back and the next sweep tries again.
    """
    message = _claim(message_id, now)
    if message is None:
        return False
    try:
        _letter(message, connection).send()
    except OSError:
        Message.objects.filter(pk=message_id).update(claimed_at=None)
        raise
    Message.objects.filter(pk=message_id).update(sent_at=now)
    return True


@transaction.atomic
def _claim(message_id: int, now: datetime) -> Message | None:
    """Of two workers, the second waits for the row and finds it claimed.

    Not one UPDATE: the condition on the recipient would make it an UPDATE … WHERE id IN (SELECT …), whose inner part
    PostgreSQL does not ask again after the wait.
    """
    waiting = messages_waiting(now=now).select_related("recipient").select_for_update(of=("self",))
    message = waiting.filter(pk=message_id).first()
    if message is not None:
        message.claimed_at = now
        message.save(update_fields=["claimed_at"])
    return message


def deliver_waiting_messages(*, now: datetime) -> int:
    """What no task has mailed, oldest first; returns how many letters left. Ends where the mail server does not answer."""
    waiting = messages_waiting(now=now).order_by("created_at", "pk").values_list("pk", flat=True)[:_BATCH]
    ids = list(waiting)
    sent = 0
    if not ids:
        return sent
    try:
        with get_connection() as connection:
            for pk in ids:
                sent += _deliver_one_of_many(pk, now, connection)
    except OSError as error:
        logger.warning("The mail server does not answer (%s); the next sweep tries again.", type(error).__name__)
    return sent


def _deliver_one_of_many(message_id: int, now: datetime, connection: BaseEmailBackend) -> bool:
    try:
        return deliver_message(message_id=message_id, now=now, connection=connection)
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        # This letter's own fault: it is tried again after a while, and holds nobody else's up.
        Message.objects.filter(pk=message_id).update(claimed_at=now)
        logger.warning("The mail server refuses message %s (%s).", message_id, type(error).__name__)
        return False


def _letter(message: Message, connection: BaseEmailBackend | None) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(
            "notifications/letter.txt",
            {"message": message, "site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL},
        )
    return EmailMessage(
        " / ".join(filter(None, [message.subject, message.subject_en])),
        text,
        to=[message.recipient.email],
        connection=connection,
        # The same on every try: should a worker die between sending and noting it, mail programs show one letter.
        headers={"Message-ID": f"<message-{message.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
    )


def tell_license_verified(*, practitioner: Practitioner, now: datetime) -> Message:
    return notify(
        recipient=practitioner.user,
        key=f"license-verified:{now.isoformat()}",
        subject=_("Your patent agent license is verified"),
        body=_(
            "The association has compared your license number with the official register. It opens what asks for a license."
        ),
        path="/my/profile/",
        now=now,
    )


def tell_license_refused(*, practitioner: Practitioner, reason: str, now: datetime) -> Message:
    return notify(
        recipient=practitioner.user,
        key=f"license-refused:{now.isoformat()}",
        subject=_("Your patent agent license could not be verified"),
        body=format_lazy(
            "{}\n{}",
            format_lazy(_("The association could not verify your license number. The reason: {reason}"), reason=reason),
            _("The number was taken off your details. Enter the right one there, or ask the association."),
        ),
        path="/my/profile/",
        now=now,
    )


def tell_practitioner_corrected(
    *, practitioner: Practitioner, fields: Iterable[str], reason: str, now: datetime
) -> Message:
    """Says what was corrected, not to what: a letter is read by others too."""
    lines = [
        _("The association has corrected:"),
        *(format_lazy("· {}", _CORRECTED[field]) for field in fields),
        format_lazy(_("The reason: {reason}"), reason=reason),
        _("Certificates that you hold stay as they were issued. If this is not right, write to the association."),
    ]
    return notify(
        recipient=practitioner.user,
        key=f"practitioner-corrected:{now.isoformat()}",
        subject=_("Your details have been corrected"),
        body=format_lazy("\n".join(["{}"] * len(lines)), *lines),
        path="/my/profile/",
        now=now,
    )
