"""Signing up, in and out through allauth, with the limits and the trail around it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from lms.accounts.adapter import is_exam_room
from lms.accounts.enums import Role
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.cache import TolerantRedisCache
from tests.cast import PASSWORD, make_user

LOGIN = "/accounts/login/"
ROOM = "203.0.113.20"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def confirmed(practitioner: Practitioner) -> User:
    return _confirm(practitioner.user)


def _confirm(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _sign_in(client: Client, email: str, password: str = PASSWORD, address: str = "192.0.2.1", **more: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more}, REMOTE_ADDR=address)


def _actions(user: User) -> list[str]:
    entries = AuditEntry.objects.filter(subject_type="accounts.user", subject_id=str(user.pk)).order_by("pk")
    return list(entries.values_list("action", flat=True))


def test_sign_up_confirm_and_arrive_signed_in(client: Client, db: None) -> None:
    answer = client.post(
        "/accounts/signup/",
        {"email": "xin@example.com", "password1": "correct horse battery", "password2": "correct horse battery"},
    )
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    letter = mail.outbox[0]
    assert letter.subject.startswith("[津沽知识产权服务行业协会]")
    assert "example.com!" not in letter.body
    found = re.search(r"http://testserver(/accounts/confirm-email/\S+)", str(letter.body))
    assert found

    assert "xin@example.com" in client.get(found[1]).content.decode()
    assert client.post(found[1]).headers["Location"] == "/my/"
    assert client.get("/my/profile/").status_code == 200


def test_sign_up_with_a_known_address_tells_nothing_to_the_page(client: Client, confirmed: User) -> None:
    answer = client.post(
        "/accounts/signup/",
        {"email": confirmed.email, "password1": "correct horse battery", "password2": "correct horse battery"},
    )
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert "already" in mail.outbox[0].body


@pytest.mark.parametrize(("password", "complaint"), [("short", "at least 10"), ("123456789012", "entirely numeric")])
def test_sign_up_with_a_bad_password_says_why(client: Client, db: None, password: str, complaint: str) -> None:
    page = client.post("/accounts/signup/", {"email": "x@example.com", "password1": password, "password2": password})
    assert complaint in page.content.decode()
    assert not User.objects.filter(email="x@example.com").exists()


def test_sign_in_leads_to_where_one_wanted_to_go(client: Client, confirmed: User) -> None:
    assert _sign_in(client, confirmed.email, next="/my/consent/").headers["Location"] == "/my/consent/"


def test_sign_in_never_leads_to_another_site(client: Client, confirmed: User) -> None:
    assert _sign_in(client, confirmed.email, next="https://evil.example/").headers["Location"] == "/my/"


def test_sign_in_and_out_is_written_down_without_addresses(client: Client, confirmed: User) -> None:
    _sign_in(client, confirmed.email, password="wrong password")
    _sign_in(client, confirmed.email)
    client.post("/accounts/logout/")

    assert _actions(confirmed) == ["accounts.fail_sign_in", "accounts.sign_in", "accounts.sign_out"]
    details = AuditEntry.objects.values_list("detail", flat=True)
    assert not [detail for detail in details if "@" in str(detail) or "192.0.2" in str(detail)]


def test_wrong_address_leaves_no_entry(client: Client, db: None) -> None:
    page = _sign_in(client, "nobody@example.com")
    assert page.status_code == 200
    assert not AuditEntry.objects.filter(action="accounts.fail_sign_in").exists()


def test_failed_sign_ins_are_limited_for_the_account(client: Client, confirmed: User) -> None:
    for attempt in range(5):
        _sign_in(client, confirmed.email, "wrong password", address=f"192.0.2.{attempt}")
    page = _sign_in(client, confirmed.email, address="192.0.2.99")
    assert "Too many failed login attempts" in page.content.decode()


def test_failed_sign_ins_are_limited_for_an_address(client: Client, confirmed: User) -> None:
    for attempt in range(10):
        _sign_in(client, f"nobody{attempt}@example.com")
    assert "Too many failed login attempts" in _sign_in(client, confirmed.email).content.decode()


def test_in_an_exam_room_only_the_account_counts(client: Client, confirmed: User, settings: Settings) -> None:
    settings.EXAM_ROOM_ADDRESSES = ["203.0.113.0/24"]
    for attempt in range(20):
        _sign_in(client, f"nobody{attempt}@example.com", address=ROOM)
    for _attempt in range(4):
        _sign_in(client, confirmed.email, "wrong password", address=ROOM)
    assert _sign_in(client, confirmed.email, address=ROOM).status_code == 302

    other = Client()
    for _attempt in range(5):
        _sign_in(other, confirmed.email, "wrong password", address=ROOM)
    assert "Too many failed login attempts" in _sign_in(other, confirmed.email, address=ROOM).content.decode()


@pytest.mark.parametrize(
    ("address", "verdict"),
    [("203.0.113.20", True), ("203.0.114.1", False), ("2001:db8::7", True), ("not an address", False)],
)
def test_exam_room_is_an_address_or_a_network(settings: Settings, address: str, verdict: bool) -> None:
    settings.EXAM_ROOM_ADDRESSES = ["203.0.113.0/24", "2001:db8::7"]
    assert is_exam_room(address) is verdict


def test_a_room_full_of_candidates_signs_in(db: None, settings: Settings) -> None:
    """Forty people behind one address within a minute: allauth's own limit would stop the thirty-first."""
    users = [_confirm(make_user(f"candidate{number}@example.com")) for number in range(40)]
    assert {_sign_in(Client(), user.email, address=ROOM).status_code for user in users} == {302}


def test_sign_in_works_while_the_cache_is_away(
    client: Client, confirmed: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TolerantRedisCache, "_asks_again_at", 0.0)
    # Nobody listens on port 1.
    settings.CACHES = {"default": {"BACKEND": "lms.cache.TolerantRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    assert _sign_in(client, confirmed.email).headers["Location"] == "/my/"
    assert client.get("/my/profile/").status_code == 200


def test_letter_that_cannot_be_sent_is_a_clear_answer(client: Client, db: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post(
        "/accounts/signup/",
        {"email": "xin@example.com", "password1": "correct horse battery", "password2": "correct horse battery"},
    )
    assert answer.status_code == 503
    assert "Try again in a few minutes" in answer.content.decode()


def test_colleague_without_a_password_sets_one_by_mail(client: Client, roles: None) -> None:
    colleague = User.objects.create_user("neu@example.com", None, is_staff=True)
    client.post("/accounts/password/reset/", {"email": colleague.email})
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found
    form = client.get(found[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "correct horse battery", "password2": "correct horse battery"})

    colleague.refresh_from_db()
    assert colleague.check_password("correct horse battery")
    assert "accounts.change_password" in _actions(colleague)


def test_rights_are_written_down_when_they_change(roles: None, confirmed: User) -> None:
    group = Group.objects.get(name=Role.MARKER.value)
    confirmed.groups.add(group)
    confirmed.groups.remove(group)
    group.user_set.add(confirmed)
    confirmed.groups.clear()
    group.user_set.clear()

    entries = AuditEntry.objects.filter(action="accounts.change_rights").order_by("pk")
    mine = entries.filter(subject_type="accounts.user", subject_id=str(confirmed.pk))
    assert [entry.detail for entry in mine] == [
        {"added": ["marker"]},
        {"removed": ["marker"]},
        {"added": ["marker"]},
        {"cleared": []},
    ]
    of_group = entries.filter(subject_type="auth.group", subject_id=str(group.pk)).latest("pk")
    assert of_group.detail == {"cleared": ["marker"]}


def test_permissions_of_a_group_are_written_down(roles: None) -> None:
    group = Group.objects.get(name=Role.AUDITOR.value)
    permission = group.permissions.order_by("pk")[0]
    group.permissions.remove(permission)
    entry = AuditEntry.objects.filter(subject_type="auth.group", subject_id=str(group.pk)).latest("pk")
    assert entry.detail == {"removed": [permission.codename]}
