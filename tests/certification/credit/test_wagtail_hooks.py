import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from lms.accounts.models import User
from tests.certification.credit.cast import propose, queries_of
from tests.conftest import signed_in
from tests.traces import views_of_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer_client(credit_officer: User) -> Client:
    return signed_in(credit_officer)


@pytest.mark.parametrize("name", ["credit_profiles", "credit_records", "credit_rule_sets"])
def test_officer_lists_and_inspects(officer_client: Client, draft: CreditRecord, name: str) -> None:
    rows = {"credit_profiles": draft.profile, "credit_records": draft, "credit_rule_sets": draft.rule_set}

    assert officer_client.get(reverse(f"{name}:index")).status_code == 200
    assert officer_client.get(reverse(f"{name}:inspect", args=[rows[name].pk])).status_code == 200


@pytest.mark.parametrize("name", ["credit_profiles", "credit_records"])
def test_looking_at_a_persons_credit_leaves_one_trace(
    officer_client: Client, credit_officer: User, draft: CreditRecord, name: str
) -> None:
    row = draft if name == "credit_records" else draft.profile

    officer_client.get(reverse(f"{name}:index"))
    officer_client.get(reverse(f"{name}:inspect", args=[row.pk]))

    screen = f"admin/{row._meta.label_lower}/{row.pk}"
    assert views_of_people() == [(str(credit_officer), str(draft.profile.practitioner_id), screen)]


def test_records_are_filtered_and_found(officer_client: Client, draft: CreditRecord) -> None:
    index = reverse("credit_records:index")
    inspect = reverse("credit_records:inspect", args=[draft.pk])

    assert inspect in officer_client.get(index, {"q": "林虚"}).content.decode()
    assert inspect in officer_client.get(index, {"severity": "ordinary", "code": "D05"}).content.decode()
    assert inspect not in officer_client.get(index, {"state": "effective"}).content.decode()


@pytest.mark.parametrize("name", ["credit_profiles", "credit_records"])
def test_rows_are_exported(officer_client: Client, draft: CreditRecord, name: str) -> None:
    response = officer_client.get(reverse(f"{name}:index"), {"export": "xlsx"})

    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]  # an export streams


@pytest.mark.parametrize("name", ["credit_profiles", "credit_records"])
def test_evidence_is_not_edited_even_by_a_superuser(draft: CreditRecord, name: str) -> None:
    client = signed_in(User.objects.create_superuser("root@example.com", "a long enough password"))
    row = draft if name == "credit_records" else draft.profile

    for path in (
        reverse(f"{name}:add"),
        reverse(f"{name}:edit", args=[row.pk]),
        reverse(f"{name}:delete", args=[row.pk]),
    ):
        assert client.post(path, {}).status_code == 302
    row.refresh_from_db()


def _version(**changes: object) -> dict[str, object]:
    return {
        "code": "credit-next",
        "effective_on": timezone.localdate() + timedelta(days=30),
        "parameters": json.dumps(CreditRuleSet.objects.get().parameters),
    } | changes


def test_further_rule_set_is_a_version(officer_client: Client) -> None:
    page = officer_client.get(reverse("credit_rule_sets:add")).content.decode()
    assert "泄露委托人的发明创造内容或秘密" in page

    officer_client.post(reverse("credit_rule_sets:add"), _version())

    assert CreditRuleSet.objects.filter(code="credit-next").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"effective_on": timezone.localdate()},
        {"parameters": "{}"},
        {"parameters": "no JSON"},
        {"parameters": "[1]"},
        {"parameters": '"a word"'},
        {"parameters": json.dumps({"base": float("inf")})},
        {"code": "credit-2024-1"},
    ],
)
def test_impossible_rule_set_is_refused_on_the_form(officer_client: Client, changes: dict[str, object]) -> None:
    response = officer_client.post(reverse("credit_rule_sets:add"), _version(**changes))

    assert response.status_code == 200
    assert CreditRuleSet.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("base", 1e999),
        ("items", 5),
        ("deciders", {"ordinary": 0, "committee": 3}),
        ("working_days", {"hearing": -1, "service": 3, "effect": 10}),
        ("working_days", {"hearing": 10**9, "service": 3, "effect": 10}),
        ("publication", {"ordinary": {"minimum": 12, "maximum": 3}, "severe": {"minimum": 12, "maximum": 36}}),
        ("publication", {}),
        ("calendar", {"holidays": ["2027-13-01"], "make_up_days": []}),
        ("calendar", {"holidays": [20270101], "make_up_days": []}),
    ],
)
def test_impossible_parameter_is_named_on_the_form(officer_client: Client, place: str, value: object) -> None:
    parameters = CreditRuleSet.objects.get().parameters | {place: value}

    response = officer_client.post(reverse("credit_rule_sets:add"), _version(parameters=json.dumps(parameters)))

    assert response.status_code == 200
    assert "The parameters are no rule set" in response.content.decode()
    assert CreditRuleSet.objects.count() == 1


def test_autosave_hears_of_an_impossible_rule_set(officer_client: Client) -> None:
    headers = {"Accept": "application/json"}

    response = officer_client.post(reverse("credit_rule_sets:add"), _version(parameters="{}"), headers=headers)

    assert response.status_code == 400
    assert response.json()["success"] is False


def test_rule_set_in_use_is_not_changed(officer_client: Client, rule_set: CreditRuleSet) -> None:
    response = officer_client.post(reverse("credit_rule_sets:edit", args=[rule_set.pk]), _version(code="changed"))

    assert response.status_code == 302
    assert CreditRuleSet.objects.get().code == "credit-2024-1"


def test_list_asks_the_database_as_often_for_one_record_as_for_three(
    officer_client: Client, profile: CreditProfile, credit_officer: User
) -> None:
    propose(profile, credit_officer, fact_key="fact 1")
    with_one = queries_of(officer_client, reverse("credit_records:index"))
    for number in (2, 3):
        propose(profile, credit_officer, fact_key=f"fact {number}")

    assert queries_of(officer_client, reverse("credit_records:index")) == with_one


def test_other_roles_see_no_credit_menu(marker: User, draft: CreditRecord) -> None:
    client = signed_in(marker)

    assert client.get(reverse("credit_records:index")).status_code == 302
    assert client.get(reverse("credit_records:inspect", args=[draft.pk])).status_code == 302
