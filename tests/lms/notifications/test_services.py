"""Messages: once in the site, once by mail, whoever works at it."""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from lms.accounts.models import Practitioner, User
from lms.notifications import services, tasks
from lms.notifications.models import Message
from lms.notifications.queries import messages_of, unread_count
from tests.cast import make_user
from tests.races import at_once


class RefusingBackend(EmailBackend):
    """The far side: a mail server that refuses one address and goes away for another."""

    def send_messages(self, messages: Any) -> int:
        for letter in messages:
            if letter.to == ["refused@example.com"]:
                raise smtplib.SMTPRecipientsRefused({"refused@example.com": (550, b"no such mailbox")})
            if letter.to == ["away@example.com"]:
                raise ConnectionRefusedError
        return super().send_messages(messages) or 0


REFUSING = f"{__name__}.RefusingBackend"


def _notify(recipient: User, now: datetime, key: str = "tests:1", **more: Any) -> Message:
    fields = {"subject": "课程时间有变化", "body": "改到 14:00。", "path": "/my/courses/"}
    return services.notify(recipient=recipient, key=key, now=now, **fields | more)


@pytest.fixture
def recipient(practitioner: Practitioner) -> User:
    return practitioner.user


def test_message_is_there_once_whatever_is_said_later(recipient: User, now: datetime) -> None:
    first = _notify(recipient, now)
    second = _notify(recipient, now + timedelta(days=1), subject="Something else")
    assert second == first
    assert Message.objects.get().subject == "课程时间有变化"


def test_same_key_for_another_person_is_another_message(recipient: User, outsider: Practitioner, now: datetime) -> None:
    assert _notify(recipient, now) != _notify(outsider.user, now)


def test_one_message_per_key_in_the_database(recipient: User, now: datetime) -> None:
    _notify(recipient, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(recipient=recipient, key="tests:1", subject="x", body="x", created_at=now)


@pytest.fixture
def in_two_languages(recipient: User, now: datetime, settings: Settings) -> Message:
    settings.LANGUAGE_CODE = "zh-hans"
    return _notify(recipient, now, subject=gettext_lazy("Monday"), body=format_lazy("{}", gettext_lazy("June")))


def test_lazy_texts_are_read_in_the_language_of_the_site_and_in_english(in_two_languages: Message) -> None:
    with translation.override("zh-hans"):
        assert (str(in_two_languages), in_two_languages.text) == ("星期一", "六月")
    with translation.override("en"):
        assert (str(in_two_languages), in_two_languages.text) == ("Monday", "June")


def test_words_that_are_the_same_stand_once(recipient: User, now: datetime) -> None:
    message = _notify(recipient, now)

    assert (message.subject_en, message.body_en) == ("", "")
    with translation.override("en"):
        assert (str(message), message.text) == ("课程时间有变化", "改到 14:00。")


def test_letter_has_both_languages(in_two_languages: Message, now: datetime) -> None:
    services.deliver_message(message_id=in_two_languages.pk, now=now)

    letter = mail.outbox[0]
    assert letter.subject == "星期一 / Monday"
    chinese, english = str(letter.body).split("/my/messages/\n", 1)
    assert chinese.startswith("六月\n")
    assert "/my/courses/" in chinese
    assert english.strip().startswith("June\n")
    assert "Open it here: http://testserver/my/courses/" in english


def test_long_subject_is_cut(recipient: User, now: datetime) -> None:
    assert len(_notify(recipient, now, subject="长" * 300).subject) == 200


def test_letter_is_handed_to_the_worker_after_the_commit(
    recipient: User, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        _notify(recipient, now)
    assert len(callbacks) == 1
    with django_capture_on_commit_callbacks() as callbacks:
        _notify(recipient, now)
    assert callbacks == []


def test_letter_says_where_it_leads_and_goes_once(recipient: User, now: datetime) -> None:
    message = _notify(recipient, now)

    assert services.deliver_message(message_id=message.pk, now=now)
    assert not services.deliver_message(message_id=message.pk, now=now + timedelta(hours=1))

    letter = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert (letter.subject, letter.to) == ("课程时间有变化", [recipient.email])
    assert "改到 14:00。" in letter.body
    assert "http://testserver/my/courses/" in letter.body
    assert letter.extra_headers["Message-ID"] == f"<message-{message.pk}@testserver>"
    message.refresh_from_db()
    assert message.sent_at == now


def test_subject_cannot_smuggle_headers(recipient: User, now: datetime) -> None:
    message = _notify(recipient, now, subject="one\r\nBcc: everybody@example.com")
    services.deliver_message(message_id=message.pk, now=now)
    assert mail.outbox[0].subject == "one Bcc: everybody@example.com"


def test_message_that_another_worker_holds_is_left_to_it(recipient: User, now: datetime) -> None:
    message = _notify(recipient, now)
    Message.objects.update(claimed_at=now)
    assert not services.deliver_message(message_id=message.pk, now=now + timedelta(minutes=5))
    assert mail.outbox == []


def test_claim_of_a_worker_that_died_runs_out(recipient: User, now: datetime) -> None:
    _notify(recipient, now)
    Message.objects.update(claimed_at=now)
    assert services.deliver_waiting_messages(now=now + timedelta(minutes=11)) == 1


def test_sweep_sends_what_waits_and_nothing_twice(recipient: User, outsider: Practitioner, now: datetime) -> None:
    for user in (recipient, outsider.user):
        _notify(user, now)
    assert services.deliver_waiting_messages(now=now) == 2
    assert services.deliver_waiting_messages(now=now) == 0
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("reason", ["too old", "account closed"])
def test_what_would_only_confuse_is_not_mailed(recipient: User, now: datetime, reason: str) -> None:
    message = _notify(recipient, now)
    if reason == "account closed":
        User.objects.update(is_active=False)
    later = now + timedelta(days=8) if reason == "too old" else now
    assert not services.deliver_message(message_id=message.pk, now=later)
    assert services.deliver_waiting_messages(now=later) == 0


def test_refused_address_holds_nobody_else_up(
    recipient: User, now: datetime, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = REFUSING
    _notify(make_user("refused@example.com"), now)
    _notify(recipient, now + timedelta(seconds=1))

    with caplog.at_level(logging.WARNING, logger="lms.notifications.services"):
        assert services.deliver_waiting_messages(now=now + timedelta(minutes=1)) == 1
        assert services.deliver_waiting_messages(now=now + timedelta(minutes=2)) == 0
        assert services.deliver_waiting_messages(now=now + timedelta(minutes=20)) == 0

    assert [letter.to for letter in mail.outbox] == [[recipient.email]]
    # Tried, left alone for a while, tried again; and the log names no address.
    assert len(caplog.records) == 2
    assert "@" not in caplog.text.replace("@pytest", "")


def test_server_that_is_away_ends_the_sweep_and_loses_nothing(
    recipient: User, now: datetime, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = REFUSING
    away = make_user("away@example.com")
    _notify(away, now)
    _notify(recipient, now + timedelta(seconds=1))

    assert services.deliver_waiting_messages(now=now + timedelta(minutes=1)) == 0
    assert "does not answer" in caplog.text

    User.objects.filter(pk=away.pk).update(email="back@example.com")
    assert services.deliver_waiting_messages(now=now + timedelta(minutes=2)) == 2


def test_task_that_cannot_reach_the_server_fails_and_gives_the_message_back(
    now: datetime, settings: Settings, db: None
) -> None:
    settings.EMAIL_BACKEND = REFUSING
    message = _notify(make_user("away@example.com"), now)
    with pytest.raises(ConnectionRefusedError):
        services.deliver_message(message_id=message.pk, now=now)
    message.refresh_from_db()
    assert (message.claimed_at, message.sent_at) == (None, None)


def test_tasks_call_their_services(recipient: User) -> None:
    message = _notify(recipient, timezone.now())
    tasks.send_message.run(message.pk)
    _notify(recipient, timezone.now(), key="tests:2")
    tasks.send_waiting_messages.run()
    assert len(mail.outbox) == 2


def test_reading_marks_all_of_ones_own(recipient: User, outsider: Practitioner, now: datetime) -> None:
    _notify(recipient, now)
    _notify(recipient, now, key="tests:2")
    _notify(outsider.user, now)
    assert unread_count(recipient) == 2
    assert services.mark_read(recipient=recipient, now=now) == 2
    assert services.mark_read(recipient=recipient, now=now) == 0
    assert (unread_count(recipient), unread_count(outsider.user)) == (0, 1)
    assert [message.key for message in messages_of(recipient)] == ["tests:2", "tests:1"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_one_letter(practitioner: Practitioner, now: datetime) -> None:
    message = _notify(practitioner.user, now)

    delivered = at_once([lambda: services.deliver_message(message_id=message.pk, now=now)] * 8)

    assert delivered.count(True) == 1
    assert len(mail.outbox) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_leave_one_message(practitioner: Practitioner, now: datetime) -> None:
    messages = at_once([lambda: _notify(practitioner.user, now)] * 20)

    assert len({message.pk for message in messages}) == 1
    assert Message.objects.count() == 1
