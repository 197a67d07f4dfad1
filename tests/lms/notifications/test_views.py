from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from lms.notifications.services import notify
from tests.conftest import signed_in

MESSAGES = "/my/messages/"


@pytest.fixture
def told(practitioner: Practitioner, now: datetime) -> Message:
    return notify(
        recipient=practitioner.user, key="1", subject="课程改期", body="第一行\n第二行", path="/my/courses/", now=now
    )


def test_anonymous_visitor_signs_in_first(client: Client, db: None) -> None:
    assert client.get(MESSAGES).headers["Location"] == f"/accounts/login/?next={MESSAGES}"


def test_outsider_sees_nothing_of_it(outsider_client: Client, told: Message) -> None:
    page = outsider_client.get(MESSAGES).content.decode()
    assert told.subject not in page
    assert "No messages yet." in page
    outsider_client.post(MESSAGES)
    told.refresh_from_db()
    assert told.read_at is None


def test_messages_show_and_are_marked_as_read(practitioner_client: Client, told: Message) -> None:
    page = practitioner_client.get(MESSAGES).content.decode()
    assert told.subject in page
    assert "第一行<br>第二行" in page
    assert "1 unread message" in page

    for _click in range(2):
        assert practitioner_client.post(MESSAGES).headers["Location"] == MESSAGES
    told.refresh_from_db()
    assert told.read_at is not None
    assert "0 unread messages" in practitioner_client.get(MESSAGES).content.decode()


def test_text_of_a_message_is_text(practitioner_client: Client, practitioner: Practitioner, now: datetime) -> None:
    notify(recipient=practitioner.user, key="2", subject="<b>x</b>", body="<script>x</script>", now=now)
    page = practitioner_client.get(MESSAGES).content.decode()
    assert "<b>x</b>" not in page
    assert "<script>x" not in page


def test_staff_without_a_practitioner_read_theirs(registrar: User, now: datetime) -> None:
    notify(recipient=registrar, key="3", subject="to staff", body="x", now=now)
    assert "to staff" in signed_in(registrar).get(MESSAGES).content.decode()


def test_long_list_has_pages(practitioner_client: Client, practitioner: Practitioner, now: datetime) -> None:
    for number in range(21):
        notify(recipient=practitioner.user, key=f"many:{number}", subject=f"No. {number}", body="x", now=now)
    assert len(practitioner_client.get(MESSAGES).context["page_obj"]) == 20
    assert len(practitioner_client.get(MESSAGES, {"page": 2}).context["page_obj"]) == 1


def test_list_asks_as_often_for_three_rows_as_for_one(
    practitioner_client: Client, practitioner: Practitioner, now: datetime
) -> None:
    def show_with(number: int) -> int:
        notify(recipient=practitioner.user, key=f"n:{number}", subject="x", body="x", now=now)
        with CaptureQueriesContext(connection) as queries:
            practitioner_client.get(MESSAGES)
        return len(queries)

    show_with(1)
    once = show_with(2)
    show_with(3)
    assert show_with(4) == once
