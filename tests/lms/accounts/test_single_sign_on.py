"""Single sign-on with a real provider: two sites, two processes, and somebody who goes from one to the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount

from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.cast import PASSWORD
from tests.second_factor import code_of
from tests.services import browser as browser_service
from tests.services import openid_provider as provider_service
from tests.services.openid_provider import openid_provider
from tests.services.openid_provider_client import CALLBACK, client_site
from tests.services.openid_provider_visitor import Visitor
from tests.services.plugin import need
from tests.services.process import PATIENCE_SECONDS, free_port
from tests.services.worker import _database_url

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

NEWCOMER, UNVERIFIED = "xin.ren@provider.example", "wei.yan@provider.example"
PEOPLE = {NEWCOMER: True, UNVERIFIED: False, "registrar@example.com": True, "lin.xuguang@example.com": True}


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[str]:
    port = free_port()
    with (
        openid_provider(callback=f"http://127.0.0.1:{port}{CALLBACK}", people=PEOPLE) as provider,
        client_site(port=port, provider_url=provider.url, database_url=_database_url()) as url,
    ):
        yield url


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def go_to_provider(visitor: Visitor, site: str) -> None:
    visitor.open(f"{site}/accounts/login/?next=/my/profile/")
    visitor.follow("/accounts/oidc/sso/login/")
    visitor.submit()


def sign_in_there(visitor: Visitor, email: str) -> None:
    visitor.submit(login=email, password=provider_service.PASSWORD)
    visitor.submit(action="grant")


def connect(visitor: Visitor, site: str, email: str) -> None:
    """From one's own account, to which one has just signed in."""
    visitor.open(f"{site}/accounts/3rdparty/")
    visitor.follow("process=connect")
    visitor.submit()
    sign_in_there(visitor, email)
    # Another way in is added only by the account's owner.
    visitor.submit(password=PASSWORD)


def sign_in_here(visitor: Visitor, site: str, user: User) -> None:
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    visitor.open(f"{site}/accounts/login/")
    visitor.submit(login=user.email, password=PASSWORD)


def test_newcomer_comes_back_signed_in_and_the_second_time_as_the_same_person(site: str, visitor: Visitor) -> None:
    go_to_provider(visitor, site)
    sign_in_there(visitor, NEWCOMER)

    assert visitor.path == "/my/profile/"
    user = User.objects.get(email=NEWCOMER)
    assert not user.has_usable_password()
    assert not user.is_staff
    assert EmailAddress.objects.get(user=user).verified
    assert AuditEntry.objects.filter(action="accounts.sign_in", actor=user).count() == 1

    again = Visitor()
    go_to_provider(again, site)
    sign_in_there(again, NEWCOMER)

    assert again.path == "/my/profile/"
    assert User.objects.filter(email=NEWCOMER).count() == 1


def test_address_the_provider_has_not_verified_is_verified_here_first(site: str, visitor: Visitor) -> None:
    go_to_provider(visitor, site)
    sign_in_there(visitor, UNVERIFIED)

    assert visitor.path == "/accounts/confirm-email/"
    visitor.open(f"{site}/my/profile/")
    assert visitor.path == "/accounts/login/"


def test_provider_that_names_a_colleagues_address_gets_nowhere(site: str, visitor: Visitor, registrar: User) -> None:
    go_to_provider(visitor, site)
    sign_in_there(visitor, registrar.email)

    assert visitor.path == "/accounts/confirm-email/"
    assert not SocialAccount.objects.exists()
    visitor.open(f"{site}/desk/")
    assert visitor.path == "/accounts/login/"


def test_provider_that_names_a_members_address_gets_nowhere_unless_it_is_vouched_for(
    site: str, visitor: Visitor, practitioner: Practitioner
) -> None:
    go_to_provider(visitor, site)
    sign_in_there(visitor, practitioner.user.email)

    assert not SocialAccount.objects.exists()
    visitor.open(f"{site}/my/profile/")
    assert visitor.path == "/accounts/login/"


def test_member_connects_the_provider_and_signs_in_with_it(
    site: str, visitor: Visitor, practitioner: Practitioner
) -> None:
    sign_in_here(visitor, site, practitioner.user)
    connect(visitor, site, practitioner.user.email)

    assert SocialAccount.objects.get().user == practitioner.user
    assert AuditEntry.objects.filter(action="accounts.change_connection", actor=practitioner.user).count() == 1

    again = Visitor()
    go_to_provider(again, site)
    sign_in_there(again, practitioner.user.email)

    assert again.path == "/my/profile/"
    assert practitioner.name in again.text


def test_colleague_who_connected_the_provider_still_needs_the_second_factor(
    site: str, visitor: Visitor, registrar: User
) -> None:
    sign_in_here(visitor, site, registrar)
    connect(visitor, site, registrar.email)
    visitor.open(f"{site}/desk/certificates/")
    assert visitor.path == "/accounts/2fa/"

    secret = generate_totp_secret()
    TOTP.activate(registrar, secret)
    again = Visitor()
    go_to_provider(again, site)
    sign_in_there(again, registrar.email)
    assert again.path == "/accounts/2fa/authenticate/"
    again.open(f"{site}/desk/certificates/")
    assert again.path != "/desk/certificates/"

    again.open(f"{site}/accounts/2fa/authenticate/")
    again.submit(code=code_of(secret))
    again.open(f"{site}/desk/certificates/")
    assert (again.path, again.page.status_code) == ("/desk/certificates/", 200)


def test_who_refuses_at_the_provider_is_told_so(site: str, visitor: Visitor) -> None:
    go_to_provider(visitor, site)
    visitor.submit(login=NEWCOMER, password=provider_service.PASSWORD)
    visitor.submit(action="cancel")

    assert visitor.path == "/accounts/3rdparty/login/cancelled/"
    assert not User.objects.filter(email=NEWCOMER).exists()


def test_answer_to_another_question_is_refused(site: str, visitor: Visitor) -> None:
    visitor.open(f"{site}{CALLBACK}?code=stolen&state=of-somebody-else")

    assert visitor.page.status_code == 401
    assert "begin again from the sign-in page" in visitor.text


def test_code_the_provider_never_gave_is_refused(site: str, visitor: Visitor) -> None:
    go_to_provider(visitor, site)
    state = visitor.page.url.partition("state%3D")[2].partition("%26")[0]
    assert state
    visitor.open(f"{site}{CALLBACK}?code=invented&state={state}")

    assert visitor.page.status_code == 401
    assert "begin again from the sign-in page" in visitor.text


def test_strict_policy_lets_a_real_browser_through(site: str) -> None:
    need(browser_service.available())
    # In a thread of its own: where the browser's loop runs, Django refuses to touch the database.
    with ThreadPoolExecutor(1) as thread:
        complaints = thread.submit(_walk_in_a_browser, site).result()

    assert complaints == []
    assert User.objects.filter(email=NEWCOMER).exists()


def _walk_in_a_browser(site: str) -> list[str]:
    """What the browser complained of."""
    complaints: list[str] = []
    with browser_service.chromium() as browser:
        page = browser.new_page(locale="en-US")
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{site}/accounts/login/?next=/my/profile/")
        page.click("a[href*='/accounts/oidc/sso/login/']")
        page.locator("main form button[type=submit]").last.click()
        page.fill("input[name=login]", NEWCOMER)
        page.fill("input[name=password]", provider_service.PASSWORD)
        page.locator("form button[type=submit]").last.click()
        page.click("button[value=grant]")
        page.wait_for_url("**/my/profile/")
    return [each for each in complaints if "Content Security Policy" in each]
