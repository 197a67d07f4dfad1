"""Every page of allauth stands in the site's frame and runs no inline script or style."""

import pytest
from django.test import Client
from pytest_django import Settings

from lms.accounts.models import Practitioner
from tests.lms.accounts.conftest import check_account_page

ENTRANCES = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "confirm-email/",
    "inactive/",
    "3rdparty/login/cancelled/",
    "3rdparty/login/error/",
]
OWN = ["email/", "password/change/", "logout/", "sessions/", "2fa/", "2fa/webauthn/", "3rdparty/", "reauthenticate/"]
_PROVIDER = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": "市民通行证",
                "client_id": "platform",
                "secret": "a secret",
                "settings": {"server_url": "https://sso.example/.well-known/openid-configuration"},
            }
        ]
    }
}


@pytest.mark.parametrize("path", ENTRANCES)
def test_entrance_is_in_the_frame(client: Client, path: str, db: None) -> None:
    page = client.get(f"/accounts/{path}").content.decode()
    check_account_page(page)
    assert "placeholder" not in page


@pytest.mark.parametrize("path", OWN)
def test_own_page_is_in_the_frame(practitioner_client: Client, path: str) -> None:
    check_account_page(practitioner_client.get(f"/accounts/{path}").content.decode())


@pytest.mark.parametrize("path", OWN[:-1])
def test_own_page_asks_strangers_to_sign_in(client: Client, path: str, db: None) -> None:
    assert client.get(f"/accounts/{path}").status_code == 302


@pytest.mark.parametrize("path", ["password/reset/key/1-wrong/", "confirm-email/wrong/"])
def test_link_that_is_no_longer_good_says_what_to_do(client: Client, path: str, db: None) -> None:
    page = client.get(f"/accounts/{path}").content.decode()
    check_account_page(page)
    assert "/accounts/" in page


def test_single_sign_on_appears_when_it_is_set_up(client: Client, db: None, settings: Settings) -> None:
    assert "Continue with" not in client.get("/accounts/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = _PROVIDER
    page = client.get("/accounts/login/?next=/my/courses/").content.decode()
    assert "Continue with 市民通行证" in page
    assert "/accounts/oidc/sso/login/?process=login&amp;next=%2Fmy%2Fcourses%2F" in page
    check_account_page(page)


def test_single_sign_on_is_offered_beside_the_password(practitioner_client: Client, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = _PROVIDER
    page = practitioner_client.get("/accounts/3rdparty/").content.decode()
    assert "Continue with 市民通行证" in page


def test_sessions_list_this_browser(practitioner: Practitioner, practitioner_client: Client) -> None:
    practitioner_client.get("/my/profile/")
    page = practitioner_client.get("/accounts/sessions/").content.decode()
    assert "This one" in page
