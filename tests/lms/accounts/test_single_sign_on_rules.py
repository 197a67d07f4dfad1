"""Whom a provider may let in, and what becomes of one that does not answer; no second site is needed for these."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from lms.accounts.models import Practitioner, User
from lms.accounts.single_sign_on import SocialAccountAdapter

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/sso/login/"


@pytest.fixture(autouse=True)
def _unlimited() -> None:
    cache.clear()


@pytest.fixture
def answers(settings: Settings) -> Iterator[list[tuple[int, str]]]:
    """A provider that says what the test puts in; the last answer for ever."""
    said: list[tuple[int, str]] = []

    class Provider(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = said[-1]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    turn_on(settings, f"http://127.0.0.1:{server.server_port}")
    yield said
    server.shutdown()
    server.server_close()
    thread.join()


def turn_on(settings: Settings, url: str) -> None:
    app = {
        "provider_id": "sso",
        "name": "Office",
        "client_id": "platform",
        "secret": "s",
        "settings": {"server_url": url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def claim(email: str, *, is_verified: bool = True) -> SocialLogin:
    """What a provider says about somebody it has let in."""
    return SocialLogin(
        provider=SocialAccountAdapter().get_provider(None, "sso"),
        user=User(email=email),
        account=SocialAccount(provider="sso", uid="1"),
        email_addresses=[EmailAddress(email=email, verified=is_verified, primary=True)],
    )


def opened_by(login: SocialLogin) -> User | None:
    found = SocialAccountAdapter().authenticate_by_email(login)
    return found[0] if found else None


def test_silent_provider_is_said_to_be_so(client: Client, settings: Settings) -> None:
    turn_on(settings, "http://127.0.0.1:1")

    answer = client.post(LOGIN)

    assert answer.status_code == 503
    assert "does not answer as it should" in answer.content.decode()


@pytest.mark.parametrize(
    "answer",
    [(500, "{}"), (404, "not here"), (200, "<html>"), (200, "[]"), (200, '{"issuer": "https://office.example"}')],
)
def test_provider_that_talks_nonsense_is_said_to_be_so(
    client: Client, answers: list[tuple[int, str]], answer: tuple[int, str]
) -> None:
    answers.append(answer)

    assert client.post(LOGIN).status_code == 503


def test_button_stands_on_the_sign_in_page_only_where_it_is_turned_on(client: Client, settings: Settings) -> None:
    assert LOGIN not in client.get("/accounts/login/").content.decode()

    turn_on(settings, "http://127.0.0.1:1")

    assert LOGIN in client.get("/accounts/login/").content.decode()


def test_unknown_provider_is_no_page(client: Client) -> None:
    assert client.post("/accounts/oidc/nobody/login/").status_code == 404


def test_members_address_opens_their_account_where_the_provider_is_vouched_for(
    settings: Settings, practitioner: Practitioner
) -> None:
    turn_on(settings, "http://127.0.0.1:1")
    email = practitioner.user.email
    assert opened_by(claim(email)) is None

    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True

    assert opened_by(claim(email)) == practitioner.user
    assert opened_by(claim(email, is_verified=False)) is None
    assert opened_by(claim("niemand@example.com")) is None


def test_colleagues_address_opens_nothing_even_then(settings: Settings, registrar: User) -> None:
    turn_on(settings, "http://127.0.0.1:1")
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True

    assert opened_by(claim(registrar.email)) is None

    # The role decides, not the flag.
    User.objects.filter(pk=registrar.pk).update(is_staff=False)
    assert opened_by(claim(registrar.email)) is None
