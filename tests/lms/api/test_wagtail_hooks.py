"""Staff make keys in the administration, see their secret once, and end them."""

import json
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.accounts.models import Organization, User
from lms.api.models import ApiKey
from lms.audit.models import AuditEntry
from tests.cast import NOW
from tests.conftest import signed_in
from tests.lms.api.cast import bearing, issue_key

LIST, MAKE = "/cms/api_keys/", "/cms/api_keys/new/"


@pytest.fixture(autouse=True)
def _an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=1))
    cache.clear()


@pytest.fixture
def desk(registrar: User) -> Client:
    return signed_in(registrar)


@pytest.fixture
def wanted(employer_organization: Organization) -> dict[str, Any]:
    return {
        "form_id": str(uuid4()),
        "organization": employer_organization.pk,
        "name": "协会门户",
        "scopes": ["verify", "status"],
        "days": "90",
    }


def end_address(key: ApiKey) -> str:
    return reverse("api_keys:end", args=[key.pk])


def test_registrar_makes_a_key_and_sees_its_secret_once(
    desk: Client, registrar: User, wanted: dict[str, Any], client: Client
) -> None:
    made = desk.post(MAKE, wanted)

    key = ApiKey.objects.get()
    text = made.context["made"].text
    assert (made.status_code, "no-store" in made["Cache-Control"]) == (200, True)
    assert made.text.count(text.secret) == 2
    assert (key.name, set(key.scope_set), key.made_by) == ("协会门户", {"verify", "status"}, registrar)
    assert key.expires_at == NOW + timedelta(days=90, hours=1)
    assert AuditEntry.objects.get(action="api.make_key").actor_id == registrar.pk
    for address in (LIST, MAKE, f"{LIST}inspect/{key.pk}/"):
        assert text.secret not in desk.get(address).text
    let_in = client.get("/api/v1/certificates/nothing/status", headers={"Authorization": f"Bearer {text.whole}"})
    assert let_in["RateLimit"].startswith('"minute";r=999')


def test_key_of_staff_is_a_client_of_oauth(desk: Client, wanted: dict[str, Any], client: Client) -> None:
    text = desk.post(MAKE, wanted).context["made"].text

    token = client.post(
        "/api/v1/oauth/token",
        {"grant_type": "client_credentials", "client_id": text.prefix, "client_secret": text.secret},
    ).json()

    assert sorted(token["scope"].split()) == ["status", "verify"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organization": ""}, "organization"),
        ({"organization": "999999"}, "organization"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"days": "3650"}, "days"),
        ({"form_id": "once"}, "form_id"),
    ],
)
def test_bad_form_makes_no_key(desk: Client, wanted: dict[str, Any], changes: dict[str, Any], field: str) -> None:
    page = desk.post(MAKE, wanted | changes)

    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert not ApiKey.objects.exists()


def test_refusal_of_the_service_stands_above_the_form(
    desk: Client, registrar: User, employer_organization: Organization, wanted: dict[str, Any]
) -> None:
    for _each in range(20):
        issue_key(employer_organization, registrar)

    page = desk.post(MAKE, wanted)

    assert page.status_code == 400
    assert "The organization has 20 keys that stand." in unescape(page.text)


def test_registrar_ends_a_key(
    desk: Client, registrar: User, employer_organization: Organization, client: Client
) -> None:
    made = issue_key(employer_organization, registrar)
    assert made.key.name in desk.get(end_address(made.key)).text

    page = desk.post(end_address(made.key), follow=True)

    made.key.refresh_from_db()
    assert "The key has ended." in unescape(page.text)
    assert (made.key.ended_by, OAuthClient.objects.exists()) == (registrar, False)
    assert end_address(made.key) not in page.text
    refused = client.post("/api/v1/verify", json.dumps({}), content_type="application/json", headers=bearing(made))
    assert refused.status_code == 401


def test_auditor_reads_and_makes_none(
    auditor: User, registrar: User, employer_organization: Organization, wanted: dict[str, Any]
) -> None:
    key, client = issue_key(employer_organization, registrar).key, signed_in(auditor)

    assert key.prefix in client.get(LIST).text
    assert end_address(key) not in client.get(f"{LIST}inspect/{key.pk}/").text
    for answer in (client.get(MAKE), client.post(MAKE, wanted), client.post(end_address(key))):
        assert (answer.status_code, answer["Location"]) == (302, "/cms/")
    assert ApiKey.objects.get().ended_at is None


@pytest.mark.parametrize("address", [LIST, MAKE])
def test_others_are_kept_out(marker: User, outsider_client: Client, address: str) -> None:
    assert signed_in(marker).get(address)["Location"] == "/cms/"
    assert outsider_client.get(address).status_code == 302


def test_key_that_is_none_is_not_found(desk: Client) -> None:
    assert desk.get("/cms/api_keys/end/999999/").status_code == 404
    assert desk.post("/cms/api_keys/end/999999/").status_code == 404


def test_nobody_changes_or_deletes_a_key(registrar: User, employer_organization: Organization) -> None:
    key = issue_key(employer_organization, registrar).key
    administrator = signed_in(User.objects.create_superuser("admin@example.com", "a long enough password"))

    for deed in ("edit", "delete"):
        assert administrator.post(f"{LIST}{deed}/{key.pk}/", {"name": "mine"})["Location"] == "/cms/"

    assert ApiKey.objects.get().name == key.name


@pytest.mark.parametrize("address", [LIST, MAKE])
def test_queries_do_not_grow(desk: Client, registrar: User, employer_organization: Organization, address: str) -> None:
    issue_key(employer_organization, registrar)
    desk.get(address)
    counts = []
    for more in (0, 2):
        for number in range(more):
            other = Organization.objects.create(name=f"机构{number}", credit_code=f"91120000MADEMY000{number}")
            issue_key(other, registrar)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
