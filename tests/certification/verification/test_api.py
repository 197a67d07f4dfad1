"""The API of verification over HTTP: the page's answers as JSON, with a key, a token, or as a visitor."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from certification.certificates.models import Certificate
from certification.certificates.numbers import format_number
from certification.certificates.services import suspend_certificate
from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.services import MadeKey, end_key
from tests.cast import NOW, make_user
from tests.lms.api.cast import bearing, issue_key

HOUR = timedelta(hours=1)
VERIFY = "/api/v1/verify"
UNKNOWN = format_number(kind="A", year=2025, domain="PAT", level="L2", serial=999_999)


@pytest.fixture(autouse=True)
def _an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + HOUR)
    cache.clear()


@pytest.fixture
def clerk(db: None) -> User:
    return make_user("clerk@example.com", "人事专员")


@pytest.fixture
def made(employer_organization: Organization, clerk: User) -> MadeKey:
    return issue_key(employer_organization, clerk)


def post(client: Client, sent: Any, path: str = VERIFY, **headers: str) -> Any:
    return client.post(path, json.dumps(sent), content_type="application/json", headers=headers)


def test_visitor_verifies_by_number_and_name(client: Client, certificate: Certificate) -> None:
    answer = post(client, {"number": certificate.number.lower(), "name": "林虚光"})

    body = answer.json()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert (body["finding"], body["status"]) == ("found", "valid")
    assert body["message"] == "This certificate was issued by the association and is valid."
    printed = body["certificate"]
    assert printed["id"].endswith(f"/credentials/{certificate.uuid}")
    assert (printed["number"], printed["name"], printed["level"]) == (certificate.number, "林虚光", "L2")
    assert (printed["issued_on"], printed["valid_until"]) == ("2025-06-02", "2028-06-02")
    assert [event["type"] for event in printed["events"]] == ["issued"]


def test_wrong_name_and_unknown_number_are_answered_alike(client: Client, certificate: Certificate) -> None:
    wrong = post(client, {"number": certificate.number, "name": "何拟想"})
    unknown = post(client, {"number": UNKNOWN, "name": "何拟想"})

    assert wrong.json()["finding"] == "unknown"
    assert wrong.json() == unknown.json()


@pytest.mark.parametrize(
    ("number", "finding"), [("certificate", "not_a_number"), ("TJIP-A-2025-PAT2-000123-8", "mistyped")]
)
def test_bad_number_is_named(client: Client, db: None, number: str, finding: str) -> None:
    body = post(client, {"number": number, "name": "林虚光"}).json()

    assert (body["finding"], body["status"], body["certificate"]) == (finding, None, None)


def test_status_of_an_earlier_day(client: Client, certificate: Certificate, registrar: User) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=NOW + HOUR / 2)
    sent = {"number": certificate.number, "name": "林虚光"}

    now = post(client, sent).json()
    before = post(client, sent | {"on": "2025-06-01"}).json()
    ahead = post(client, sent | {"on": "2025-06-03"})

    assert (now["status"], before["status"]) == ("suspended", None)
    assert before["message"] == "On that day this certificate had not been issued yet."
    assert [event["type"] for event in now["certificate"]["events"]] == ["issued", "suspended"]
    assert ahead.status_code == 400
    assert ahead.json()["code"] == "day_ahead"


def test_status_by_token_and_by_uuid_shows_no_name(client: Client, certificate: Certificate) -> None:
    by_token = client.get(f"/api/v1/certificates/{certificate.token}/status").json()
    by_uuid = client.get(f"/api/v1/certificates/{certificate.uuid}/status").json()

    assert by_token == by_uuid
    assert (by_token["status"], by_token["certificate"]["name"]) == ("valid", "林**")
    assert client.get("/api/v1/certificates/nothing/status").json()["finding"] == "unknown"


def test_number_and_name_take_one_query(
    client: Client, certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("林虚光", "何拟想"):
        with django_assert_num_queries(1):
            post(client, {"number": certificate.number, "name": name})


def test_key_is_let_in_and_told_what_is_left(client: Client, certificate: Certificate, made: MadeKey) -> None:
    answer = post(client, {"number": certificate.number, "name": "林虚光"}, **bearing(made))

    assert answer.status_code == 200
    assert answer["RateLimit-Policy"] == '"minute";q=1000;w=60, "day";q=20000;w=86400'
    assert answer["RateLimit"] == '"minute";r=999;t=60, "day";r=19999;t=75600'
    made.key.refresh_from_db()
    assert str(made.key.last_used_on) == "2025-06-02"


def test_key_is_not_held_to_the_visitors_limit(client: Client, certificate: Certificate, made: MadeKey) -> None:
    sent = {"number": certificate.number, "name": "林虚光"}

    answers = [post(client, sent, **bearing(made)).status_code for _each in range(35)]
    visitors = [post(client, sent).status_code for _each in range(31)]

    assert set(answers) == {200}
    assert visitors[-1] == 429


def test_visitor_is_told_to_wait(client: Client, certificate: Certificate) -> None:
    for _each in range(31):
        answer = post(client, {"number": certificate.number, "name": "林虚光"})

    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) > 0


def test_guessing_program_is_asked_for_a_key(client: Client, certificate: Certificate, made: MadeKey) -> None:
    for place in range(10):
        answer = post(client, {"number": f" {certificate.number}" + " " * place, "name": "某某"})
    right = {"number": certificate.number, "name": "林虚光"}

    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "key_wanted", "3600")
    assert post(client, right).status_code == 429
    assert post(client, right, **bearing(made)).json()["finding"] == "found"


def test_spent_quota_is_told(client: Client, certificate: Certificate, made: MadeKey, settings: Any) -> None:
    settings.API_QUOTA_PER_MINUTE = 2
    sent = {"number": certificate.number, "name": "林虚光"}

    *let_in, refused = [post(client, sent, **bearing(made)) for _each in range(3)]

    assert [answer.status_code for answer in let_in] == [200, 200]
    assert (refused.status_code, refused["Retry-After"], refused.json()["code"]) == (429, "60", "quota_spent")
    assert refused["RateLimit"] == '"minute";r=0;t=60'


@pytest.mark.parametrize("bearer", ["nonsense", "tjip_aaaaaaaaaaaa_" + "A" * 43, ""])
def test_unknown_key_is_refused_even_where_visitors_are_let_in(client: Client, db: None, bearer: str) -> None:
    answer = post(client, {"number": "x", "name": "y"}, Authorization=f"Bearer {bearer}")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "key_unknown"


def test_wrong_secret_is_refused(client: Client, made: MadeKey) -> None:
    forged = made.text.whole[:-1] + ("A" if made.text.whole[-1] != "A" else "B")

    assert post(client, {}, Authorization=f"Bearer {forged}").json()["code"] == "key_unknown"


def test_ended_and_expired_keys_are_refused(
    client: Client, employer_organization: Organization, clerk: User, made: MadeKey
) -> None:
    end_key(key=made.key, ended_by=clerk, now=NOW)
    expired = issue_key(employer_organization, clerk, days=1, now=NOW - timedelta(days=2))

    for each in (made, expired):
        assert post(client, {}, **bearing(each)).status_code == 401


def test_scope_that_is_missing_is_named(client: Client, employer_organization: Organization, clerk: User) -> None:
    made = issue_key(employer_organization, clerk, scopes=[Scope.STATUS])

    answer = post(client, {"number": "x", "name": "y"}, **bearing(made))

    assert answer.status_code == 403
    assert "“verify”" in answer.json()["detail"]


def test_refusals_are_in_the_callers_language(client: Client, db: None) -> None:
    answer = post(client, {"nummer": "x"}, **{"Accept-Language": "zh-CN"})

    body = answer.json()
    assert answer.status_code == 422
    assert answer["Content-Language"] == "zh-hans"
    assert {(each["field"], each["code"]) for each in body["errors"]} == {
        ("number", "missing"),
        ("name", "missing"),
        ("nummer", "extra_forbidden"),
    }
    assert {each["message"] for each in body["errors"]} == {"缺少此字段。", "没有此名称的字段。"}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[1]", b'{"number": "\\ud800", "name": "x"}', b"null"])
def test_bad_bodies_are_refused(client: Client, db: None, body: bytes) -> None:
    answer = client.post(VERIFY, body, content_type="application/json")

    assert 400 <= answer.status_code < 500
    assert answer["Content-Type"] == "application/problem+json"


def test_huge_body_is_refused(client: Client, db: None) -> None:
    answer = client.post(VERIFY, b"[" + b" " * 3_000_000 + b"]", content_type="application/json")

    assert answer.status_code == 413


def token_for(client: Client, made: MadeKey, **sent: str) -> Any:
    basic = b64encode(f"{made.text.prefix}:{made.text.secret}".encode()).decode()
    return client.post(
        "/api/v1/oauth/token", {"grant_type": "client_credentials"} | sent, headers={"Authorization": f"Basic {basic}"}
    )


def test_client_credentials_give_a_token_of_an_hour(
    client: Client, certificate: Certificate, made: MadeKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = token_for(client, made)
    body = answer.json()

    assert answer.status_code == 200, body
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    assert set(body["scope"].split()) == {"status", "verify", "verify:bulk"}
    sent = {"number": certificate.number, "name": "林虚光"}
    bearer = {"Authorization": f"Bearer {body['access_token']}"}
    assert post(client, sent, **bearer).json()["finding"] == "found"
    assert body["access_token"] not in str(Token.objects.values().get())
    Token.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert post(client, sent, **bearer).status_code == 401


def test_token_can_ask_for_less_and_for_no_more(
    client: Client, employer_organization: Organization, clerk: User, made: MadeKey
) -> None:
    less = token_for(client, made, scope="status").json()
    small = issue_key(employer_organization, clerk, scopes=[Scope.STATUS])

    refused = post(client, {"number": "x", "name": "y"}, Authorization=f"Bearer {less['access_token']}")

    assert less["scope"] == "status"
    assert refused.status_code == 403
    assert token_for(client, small, scope="verify:bulk").json()["error"] == "invalid_scope"


def test_token_ends_with_its_key(client: Client, made: MadeKey, clerk: User) -> None:
    bearer = {"Authorization": f"Bearer {token_for(client, made).json()['access_token']}"}

    end_key(key=made.key, ended_by=clerk, now=NOW)

    assert post(client, {"number": "x", "name": "y"}, **bearer).status_code == 401
    assert token_for(client, made).status_code == 401


def test_other_grants_are_refused(client: Client, made: MadeKey) -> None:
    for grant in ("password", "authorization_code", "refresh_token", "implicit"):
        answer = token_for(client, made, grant_type=grant, code="x", username="y", password="z", refresh_token="w")
        assert (answer.status_code, "access_token" in answer.json()) == (400, False), grant


def test_guessing_secrets_is_slowed_down(client: Client, db: None) -> None:
    for _each in range(21):
        answer = client.post("/api/v1/oauth/token", {"grant_type": "client_credentials"})

    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"


def test_description_is_there_for_people_and_programs(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs")
    schema = client.get("/api/v1/openapi.json", headers={"Accept-Language": "zh-CN"}).json()

    assert page.status_code == 200
    assert "Verify a certificate" in page.text
    assert "/api/v1/certificates/{reference}/status" in page.text
    assert "<script>" not in page.text
    assert schema["openapi"].startswith("3.")
    assert schema["paths"]["/api/v1/verify"]["post"]["summary"] == "证书查验"
