"""Bulk verification over HTTP, and earlier checks of the same organization only."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from certification.certificates.models import Certificate
from certification.employers.models import BulkCheck, CheckedRow
from certification.verification.bulk import Asked
from lms.accounts.models import Organization, User
from lms.api.enums import Scope
from lms.api.services import MadeKey
from tests.certification.employers.cast import check_list
from tests.lms.api.cast import bearing, issue_key

pytestmark = pytest.mark.usefixtures("later")
BULK = "/api/v1/verify/bulk"


@pytest.fixture
def made(hiring: Organization, clerk: User) -> MadeKey:
    return issue_key(hiring, clerk)


def ask(client: Client, made: MadeKey, *rows: tuple[str, str], **more: Any) -> Any:
    sent = {"certificates": [{"number": number, "name": name} for number, name in rows], **more}
    return client.post(BULK, json.dumps(sent), content_type="application/json", headers=bearing(made))


def test_many_are_answered_in_their_order(client: Client, made: MadeKey, certificate: Certificate) -> None:
    answer = ask(client, made, (certificate.number, "林虚光"), ("oops", "x"), (certificate.number, "何拟想"))

    body = answer.json()
    assert answer.status_code == 200, body
    assert [each["finding"] for each in body["answers"]] == ["found", "not_a_number", "unknown"]
    assert body["answers"][0]["certificate"]["name"] == "林虚光"
    assert BulkCheck.objects.get().uuid.hex == body["check"].replace("-", "")
    assert answer["RateLimit"].startswith('"minute";r=997;')


def test_look_ups_are_kept_for_the_holder(client: Client, made: MadeKey, certificate: Certificate) -> None:
    ask(client, made, (certificate.number, "林虚光"))
    client.post(
        "/api/v1/verify",
        json.dumps({"number": certificate.number, "name": "林虚光"}),
        content_type="application/json",
        headers=bearing(made),
    )

    assert CheckedRow.objects.filter(certificate=certificate).count() == 1


def test_single_look_up_with_a_key_is_kept(client: Client, made: MadeKey, certificate: Certificate) -> None:
    client.get(f"/api/v1/certificates/{certificate.token}/status", headers=bearing(made))

    assert CheckedRow.objects.get().certificate == certificate


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"certificates": []},
        {"certificates": [{"number": "x", "name": "y"}] * 501},
        {"certificates": [{"number": "x"}]},
        {"certificates": [{"number": "x", "name": "\0"}]},
        {"certificates": [{"number": "x", "name": "y" * 61}]},
        {"certificates": [{"number": "x", "name": "y"}], "on": "yesterday"},
        {"certificates": [{"number": "x", "name": "y"}], "on": "2999-01-01"},
    ],
)
def test_bad_requests_are_refused(client: Client, made: MadeKey, sent: dict[str, Any]) -> None:
    answer = client.post(BULK, json.dumps(sent), content_type="application/json", headers=bearing(made))

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert not BulkCheck.objects.exists()


def test_key_with_the_scope_is_needed(client: Client, hiring: Organization, clerk: User) -> None:
    narrow = issue_key(hiring, clerk, scopes=[Scope.VERIFY])

    assert client.post(BULK, "{}", content_type="application/json").json()["code"] == "key_missing"
    assert ask(client, narrow, ("x", "y")).json()["code"] == "scope_missing"


def test_each_row_counts(client: Client, made: MadeKey, settings: Any) -> None:
    settings.API_QUOTA_PER_DAY = 5

    first, second = ask(client, made, *[("x", "y")] * 4), ask(client, made, *[("x", "y")] * 2)

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 429, "quota_spent")
    assert BulkCheck.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    client: Client,
    made: MadeKey,
    certificate: Certificate,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ask(client, made, ("x", "y"))

    # The key; the look-up; in a transaction the check, its rows and the trail's entry, which is sealed behind it.
    with django_assert_num_queries(7):
        assert ask(client, made, *[(certificate.number, "林虚光")] * rows).status_code == 200


def test_earlier_checks_are_paged_and_the_organizations_own(
    client: Client, made: MadeKey, hiring: Organization, clerk: User, employer_organization: Organization
) -> None:
    for _each in range(3):
        check_list(hiring, clerk, Asked("x", "y"))
    other = check_list(employer_organization, clerk, Asked("x", "y"))

    def page(query: str) -> Any:
        return client.get(f"/api/v1/checks{query}", headers=bearing(made))

    first, last = page("?limit=2").json(), page("?limit=2&offset=2").json()

    assert (first["count"], len(first["checks"]), first["next_offset"]) == (3, 2, 2)
    assert (len(last["checks"]), last["next_offset"]) == (1, None)
    assert [page(bad).status_code for bad in ("?limit=0", "?limit=101", "?offset=-1", "?offset=9" + "9" * 30)] == [
        422
    ] * 4
    one = first["checks"][0]["check"]
    assert page(f"/{one}").json()["rows"] == [{"number": "x", "name": "y", "finding": "not_a_number", "status": None}]
    assert page(f"/{other.uuid}").status_code == 404
    assert page("/nonsense").status_code == 422
