"""Staff work only with a second factor; its changes are written down."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from pytest_django import Settings

from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.cast import PASSWORD
from tests.conftest import signed_in
from tests.lms.accounts.conftest import check_account_page
from tests.second_factor import code_of

STAFF_PAGES = ["/desk/licenses/", "/cms/"]


@pytest.fixture(autouse=True)
def _as_in_production(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = True
    cache.clear()


@pytest.fixture
def confirmed(registrar: User) -> User:
    EmailAddress.objects.create(user=registrar, email=registrar.email, verified=True, primary=True)
    return registrar


@pytest.fixture
def protected(transactional_db: None, client: Client, confirmed: User) -> Client:
    """A browser in which the registrar has just set up an authenticator app; allauth tells of it after a real commit."""
    client.post("/accounts/login/", {"login": confirmed.email, "password": PASSWORD})
    # Whatever touches second factors asks for the password again.
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})
    return client


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_without_one_are_sent_to_set_one_up(registrar: User, page: str) -> None:
    answer = signed_in(registrar).get(page, follow=True)
    assert answer.redirect_chain == [("/accounts/2fa/", 302)]
    assert "Staff screens need a second factor." in answer.content.decode()


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_the_flag_alone_decides_nothing(registrar: User, page: str) -> None:
    """A role opens the admin, whether somebody ticked the flag or not."""
    User.objects.filter(pk=registrar.pk).update(is_staff=False)
    assert signed_in(registrar).get(page).headers["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_with_one_go_on(registrar: User, page: str) -> None:
    TOTP.activate(registrar, generate_totp_secret())
    assert signed_in(registrar).get(page).status_code == 200


def test_others_are_not_asked(practitioner: Practitioner) -> None:
    client = signed_in(practitioner.user)
    assert client.get("/desk/licenses/").status_code == 404
    assert client.get("/my/profile/").status_code == 200


def test_nothing_is_asked_where_the_setting_is_off(registrar: User, settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = False
    assert signed_in(registrar).get("/desk/licenses/").status_code == 200


def test_signing_in_asks_for_the_code(client: Client, confirmed: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(confirmed, secret)
    sent = client.post("/accounts/login/", {"login": confirmed.email, "password": PASSWORD, "next": "/desk/licenses/"})
    assert sent.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/licenses/").status_code == 302

    page = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert page.status_code == 200
    assert AuditEntry.objects.filter(action="accounts.fail_second_factor", actor=confirmed).count() == 1

    done = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert done.headers["Location"] == "/desk/licenses/"
    assert client.get("/desk/licenses/").status_code == 200


@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/"])
def test_there_is_no_door_beside_it(client: Client, confirmed: User, door: str) -> None:
    TOTP.activate(confirmed, generate_totp_secret())
    assert client.post(f"{door}?next=/cms/", {"username": confirmed.email, "password": PASSWORD}).status_code == 405
    assert client.get(f"{door}?next=/cms/").headers["Location"] == "/accounts/login/?next=/cms/"
    assert client.get("/cms/").status_code == 302


def test_administration_is_not_there_for_whom_it_is_closed_to(client: Client, practitioner: Practitioner) -> None:
    asked = client.get("/cms/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/login/?next=")

    client.force_login(practitioner.user)
    refused = client.get("/cms/", follow=True)
    assert (refused.status_code, len(refused.redirect_chain)) == (404, 1)


def test_no_address_takes_a_password_for_enough(client: Client, confirmed: User) -> None:
    """Whoever adds an address that signs people in finds it here."""
    TOTP.activate(confirmed, generate_totp_secret())
    right = {"username": confirmed.email, "login": confirmed.email, "email": confirmed.email, "password": PASSWORD}
    for address in _plain_addresses(get_resolver()):
        cache.clear()
        client.post(f"/{address}", right)
        assert SESSION_KEY not in client.session, address


def _plain_addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _plain_addresses(pattern, address)
        elif "<" not in address and not isinstance(pattern.pattern, RegexPattern):
            yield address


def test_adding_and_removing_is_written_down(protected: Client, confirmed: User) -> None:
    protected.post("/accounts/2fa/totp/deactivate/")
    entries = AuditEntry.objects.filter(action__endswith="second_factor", actor=confirmed).order_by("pk")
    assert [(entry.action, entry.detail["type"]) for entry in entries] == [
        ("accounts.add_second_factor", "totp"),
        ("accounts.add_second_factor", "recovery_codes"),
        ("accounts.remove_second_factor", "totp"),
        ("accounts.remove_second_factor", "recovery_codes"),
    ]


def test_recovery_codes_made_again_are_written_down(protected: Client, confirmed: User) -> None:
    protected.post("/accounts/2fa/recovery-codes/generate/")
    assert AuditEntry.objects.filter(action="accounts.reset_second_factor", actor=confirmed).count() == 1


def test_pages_of_second_factors_run_nothing_inline(protected: Client) -> None:
    for path in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/", "webauthn/add/"):
        check_account_page(protected.get(f"/accounts/2fa/{path}").content.decode())


@pytest.mark.django_db(transaction=True)
def test_second_factor_is_set_up_though_no_letter_leaves(client: Client, confirmed: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.post("/accounts/login/", {"login": confirmed.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
