"""The description promises what is really answered: every refusal it names can be had, in both languages, and none but those."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from certification.employers.api import BulkOut, CheckRowsOut, ChecksOut
from certification.verification import limits
from certification.verification.api import AnswerOut, VerifyIn
from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.key_text import make_key_text
from lms.api.quotas import Window
from lms.api.services import MadeKey
from tests.cast import NOW, make_user
from tests.lms.api.cast import bearing, issue_key

LANGUAGES = ["en", "zh-Hans"]
VERIFY, STATUS = "/api/v1/verify", "/api/v1/certificates/{reference}/status"
BULK, CHECKS, CHECK = "/api/v1/verify/bulk", "/api/v1/checks", "/api/v1/checks/{check}"
TOKEN = "/api/v1/oauth/token"
SCOPES = {VERIFY: Scope.VERIFY, STATUS: Scope.STATUS, BULK: Scope.BULK, CHECKS: Scope.BULK, CHECK: Scope.BULK}
PLACES = {"{reference}": "nothing", "{check}": str(uuid4())}
ONE = {"number": "TJIP-A-2025-PAT2-000123-7", "name": "林虚光"}
_HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=1))
    cache.clear()


@pytest.fixture
def clerk(db: None) -> User:
    return make_user("clerk@example.com", "人事专员")


@pytest.fixture
def made(employer_organization: Organization, clerk: User) -> MadeKey:
    return issue_key(employer_organization, clerk)


def described(client: Client, language: str = "en") -> dict[str, Any]:
    schema: dict[str, Any] = client.get("/api/v1/openapi.json", headers={"Accept-Language": language}).json()
    return schema


def promises(schema: dict[str, Any]) -> Iterator[tuple[str, int, str, Any]]:
    """Of each address and status, the codes with their examples."""
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                for media, content in answer["content"].items():
                    if media == "application/problem+json":
                        for code, example in content["examples"].items():
                            yield path, int(status), code, example["value"]


def body_for(path: str, **changes: Any) -> dict[str, Any]:
    return {"certificates": [ONE], **changes} if path == BULK else ONE | changes


def send(client: Client, path: str, headers: dict[str, str], **changes: Any) -> Any:
    address = path
    for place, value in PLACES.items():
        address = address.replace(place, value)
    if path in {VERIFY, BULK}:
        return client.post(address, json.dumps(body_for(path, **changes)), "application/json", headers=headers)
    return client.get(address, changes, headers=headers)


class Provocations:
    """How each refusal is had; ``with_key`` has the headers of a key that may do all."""

    def __init__(self, client: Client, monkeypatch: pytest.MonkeyPatch, made: MadeKey, clerk: User) -> None:
        self.client, self.monkeypatch, self.made, self.clerk = client, monkeypatch, made, clerk

    def provoke(self, path: str, code: str, language: str) -> Any:
        # Like a stranger who comes for the first time.
        cache.clear()
        headers = bearing(self.made) | {"Accept-Language": language}
        return getattr(self, f"_{code}")(path, headers)

    def _unreadable(self, path: str, headers: dict[str, str]) -> Any:
        return self.client.post(path, "{", "application/json", headers=headers)

    def _too_large(self, path: str, headers: dict[str, str]) -> Any:
        return self.client.post(path, "[" + " " * 3_000_000, "application/json", headers=headers)

    def _invalid(self, path: str, headers: dict[str, str]) -> Any:
        if path == CHECK:
            return self.client.get(path.replace("{check}", "nonsense"), headers=headers)
        return send(self.client, path, headers, **({"limit": "many"} if path == CHECKS else {"on": "yesterday"}))

    def _not_found(self, path: str, headers: dict[str, str]) -> Any:
        if path == STATUS:
            return self.client.get(path.replace("{reference}", "a/b"), headers=headers)
        return send(self.client, path, headers)

    def _day_ahead(self, path: str, headers: dict[str, str]) -> Any:
        return send(self.client, path, headers, on="9999-12-31")

    def _day_too_early(self, path: str, headers: dict[str, str]) -> Any:
        return send(self.client, path, headers, on="0001-01-01")

    def _key_missing(self, path: str, headers: dict[str, str]) -> Any:
        return send(self.client, path, {"Accept-Language": headers["Accept-Language"]})

    def _key_unknown(self, path: str, headers: dict[str, str]) -> Any:
        return send(self.client, path, headers | {"Authorization": f"Bearer {make_key_text().whole}"})

    def _scope_missing(self, path: str, headers: dict[str, str]) -> Any:
        others = [scope for scope in Scope if scope != SCOPES[path]]
        narrow = issue_key(self.made.key.organization, self.clerk, scopes=others)
        return send(self.client, path, headers | bearing(narrow))

    def _quota_spent(self, path: str, headers: dict[str, str]) -> Any:
        if path == TOKEN:
            return [self.client.post(path, {}, headers=headers) for _each in range(21)][-1]
        with self.monkeypatch.context() as patch:
            patch.setattr("lms.api.callers.key_windows", lambda: [Window("minute", 60, 0)])
            return send(self.client, path, headers)

    def _too_many_requests(self, path: str, headers: dict[str, str]) -> Any:
        if path == STATUS:
            name, limit = "certification.verification.api.TOKENS", limits.Limit("token", 0, 60)
        else:
            name = "certification.verification.services.visiting_programs.PER_ADDRESS"
            limit = limits.Limit("address", 0, 60)
        with self.monkeypatch.context() as patch:
            patch.setattr(name, limit)
            return self._key_missing(path, headers)

    def _key_wanted(self, path: str, headers: dict[str, str]) -> Any:
        return [self._key_missing(path, headers) for _each in range(6)][-1]


@pytest.fixture
def provocations(client: Client, monkeypatch: pytest.MonkeyPatch, made: MadeKey, clerk: User) -> Provocations:
    return Provocations(client, monkeypatch, made, clerk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_that_is_promised_can_be_had(client: Client, provocations: Provocations, language: str) -> None:
    schema, wrong, had = described(client, language), [], 0
    for path, status, code, example in promises(schema):
        answer = provocations.provoke(path, code, language)
        body = answer.json()
        body.pop("errors", None)
        headers = schema["paths"][path]["post" if path in {VERIFY, BULK, TOKEN} else "get"]["responses"][str(status)][
            "headers"
        ]
        needed = {name for name in headers if schema["components"]["headers"][name].get("required")}
        if (answer.status_code, body) != (status, example) or not needed <= set(answer.headers):
            wrong.append((path, code, answer.status_code, body, example, dict(answer.headers)))
        assert answer["Content-Type"] == "application/problem+json"
        assert (_HAN.search(body["title"]) is not None) is (language != "en"), body
        assert (_HAN.search(body["detail"]) is not None) is (language != "en"), body
        had += 1

    assert wrong == []
    assert had == 39


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        (VERIFY, {200, 400, 401, 403, 413, 422, 429}),
        (STATUS, {200, 400, 401, 403, 404, 422, 429}),
        (BULK, {200, 400, 401, 403, 413, 422, 429}),
        (CHECKS, {200, 401, 403, 422, 429}),
        (CHECK, {200, 401, 403, 404, 422, 429}),
        (TOKEN, {200, 400, 401, 429}),
    ],
)
def test_addresses_name_their_answers(client: Client, path: str, statuses: set[int]) -> None:
    [operation] = described(client)["paths"][path].values()

    assert set(map(int, operation["responses"])) == statuses


def test_ways_in_are_named_with_their_scopes(client: Client) -> None:
    schema = described(client)
    ways = schema["components"]["securitySchemes"]

    assert {name: way["type"] for name, way in ways.items()} == {
        "ApiKey": "http",
        "OAuth2": "oauth2",
        "ClientSecret": "http",
    }
    flow = ways["OAuth2"]["flows"]["clientCredentials"]
    assert (flow["tokenUrl"], set(flow["scopes"])) == (TOKEN, set(Scope.values))
    security = {path: next(iter(operations.values()))["security"] for path, operations in schema["paths"].items()}
    assert security[BULK] == [{"ApiKey": []}, {"OAuth2": ["verify:bulk"]}]
    assert security[VERIFY] == [{"ApiKey": []}, {"OAuth2": ["verify"]}, {}]
    assert security[STATUS] == [{"ApiKey": []}, {"OAuth2": ["status"]}, {}]


def test_examples_are_of_the_shape_that_is_given(client: Client) -> None:
    shapes = {VERIFY: AnswerOut, STATUS: AnswerOut, BULK: BulkOut, CHECKS: ChecksOut, CHECK: CheckRowsOut}
    paths = described(client)["paths"]

    for path, shape in shapes.items():
        [operation] = paths[path].values()
        example = operation["responses"]["200"]["content"]["application/json"]["example"]
        assert set(shape(**example).model_dump()) == set(example)
    asked = paths[VERIFY]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert VerifyIn(**asked).name == asked["name"]


def test_token_is_refused_as_described(client: Client, made: MadeKey) -> None:
    responses = described(client)["paths"][TOKEN]["post"]["responses"]
    basic = b64encode(f"{made.text.prefix}:{made.text.secret}".encode()).decode()
    asks = {"grant_type": "client_credentials"}
    given = {
        "200": client.post(TOKEN, asks, headers={"Authorization": f"Basic {basic}"}),
        "400": client.post(TOKEN, asks | {"scope": "all"}, headers={"Authorization": f"Basic {basic}"}),
        "401": client.post(TOKEN, asks | {"client_id": "tjip_nobody", "client_secret": "x"}),
    }

    for status, answer in given.items():
        content = responses[status]["content"]["application/json"]
        assert (str(answer.status_code), answer["Content-Type"]) == (status, "application/json")
        assert set(content["schema"]["required"]) <= set(answer.json())
        if status != "200":
            assert answer.json()["error"] == content["example"]["error"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_all_of_it(client: Client, db: None, language: str) -> None:
    page = client.get("/api/v1/docs", headers={"Accept-Language": language})

    for path, _status, code, example in promises(described(client, language)):
        assert path in page.text
        assert f"<code>{code}</code>" in page.text
        assert example["detail"] in page.text.replace("&#x27;", "'")
    for said in ("invalid_scope", "invalid_client", "RateLimit", "Retry-After", "verify:bulk", "TJIP-A-2025-PAT2"):
        assert said in page.text
    assert not re.findall(r"<[a-z]+[^>]*\s(?:on[a-z]+|style)=", page.text)
    assert (("请求" in page.text), "Example of a request" in page.text) == (language != "en", language == "en")


def test_page_folds_each_address_and_says_which_it_is(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs").text
    parts = re.findall(r'<details class="panel api-operation">.*?<div class="stack" id="[^"]+">', page, re.DOTALL)
    paths = described(client, "en")["paths"]

    assert len(parts) == sum(len(operations) for operations in paths.values())
    for path in paths:
        assert any(f"<code>{path}</code>" in part for part in parts), path


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_program_that_lost_its_way_can_read_why(client: Client, db: None, method: str) -> None:
    answer = getattr(client, method)("/api/v1/nothing/here")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("get", VERIFY, "POST"), ("delete", CHECKS, "GET"), ("put", BULK, "POST")]
)
def test_method_that_is_not_taken_is_refused_readably(
    client: Client, db: None, method: str, path: str, allowed: str
) -> None:
    answer = getattr(client, method)(path)

    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, "application/problem+json", allowed)
    assert answer.json()["code"] == "not_allowed"


def test_root_leads_to_the_page(client: Client, db: None) -> None:
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"
