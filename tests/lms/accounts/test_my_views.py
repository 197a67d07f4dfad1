"""A person's own pages: details and consents."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import ConsentKind
from lms.accounts.models import Practitioner, User
from lms.accounts.queries import has_consent, practitioner_of
from tests.lms.accounts.conftest import RESIDENT_CARD

PROFILE = "/my/profile/"
CONSENT = "/my/consent/"


@pytest.fixture
def typed(db: None) -> dict[str, Any]:
    return {
        "name": "辛新",
        "id_type": "resident",
        "id_number": RESIDENT_CARD,
        "birth_on": "1990-01-01",
        "domains": ["PAT"],
        "industry_chains": ["biomedicine"],
    }


@pytest.mark.parametrize("path", [PROFILE, CONSENT])
def test_anonymous_visitor_signs_in_first(client: Client, path: str, db: None) -> None:
    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"


def test_first_visit_registers(newcomer_client: Client, newcomer: User, typed: dict[str, Any]) -> None:
    assert newcomer_client.get(PROFILE).status_code == 200

    answer = newcomer_client.post(PROFILE, typed)

    assert answer.headers["Location"] == PROFILE
    practitioner = practitioner_of(newcomer)
    assert practitioner is not None
    assert [domain.code for domain in practitioner.domains.all()] == ["PAT"]


def test_second_click_on_register_gets_the_same_friendly_answer(
    newcomer_client: Client, newcomer: User, typed: dict[str, Any]
) -> None:
    for _click in range(2):
        assert newcomer_client.post(PROFILE, typed).headers["Location"] == PROFILE
    assert Practitioner.objects.filter(user=newcomer).count() == 1


def test_registering_goes_back_to_the_page_that_asked_for_it(newcomer_client: Client, typed: dict[str, Any]) -> None:
    sent = newcomer_client.get(CONSENT).headers["Location"]
    assert sent == f"{PROFILE}?next=%2Fmy%2Fconsent%2F"
    page = newcomer_client.get(sent)
    assert '<input type="hidden" name="next" value="/my/consent/">' in page.content.decode()
    assert newcomer_client.post(PROFILE, typed | {"next": CONSENT}).headers["Location"] == CONSENT


def test_registering_never_leads_to_another_site(newcomer_client: Client, typed: dict[str, Any]) -> None:
    assert newcomer_client.post(PROFILE, typed | {"next": "https://evil.example/"}).headers["Location"] == PROFILE


def test_form_that_was_posted_comes_back_to_where_it_stood(newcomer_client: Client) -> None:
    sent = newcomer_client.post(CONSENT, headers={"referer": "http://testserver/courses/x/"})
    assert sent.headers["Location"] == f"{PROFILE}?next=http%3A%2F%2Ftestserver%2Fcourses%2Fx%2F"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id_number": "120101199001010018"}, "id_number"),
        ({"birth_on": "1990-01-02"}, "birth_on"),
        ({"id_number": "120101200801010010", "birth_on": "2024-01-01"}, "birth_on"),
        ({"birth_on": "the first of May"}, "birth_on"),
        ({"name": ""}, "name"),
        ({"name": "辛\ue000"}, "name"),
        ({"name": "辛\u202e新"}, "name"),
        ({"name": "辛\u200b新"}, "name"),
        ({"name": "辛\x07新"}, "name"),
        ({"name": "辛新😀"}, "name"),
        ({"name": "辛\ufffd"}, "name"),
        ({"name": "辛" * 500_000}, "name"),
        ({"name": "辛\U0002ebf0"}, "name"),
        ({"id_type": "library card"}, "id_type"),
        ({"phone": "<script>"}, "phone"),
        ({"domains": ["XXX"]}, "domains"),
        ({"employer": "0"}, "employer"),
    ],
)
def test_bad_registration_says_where_the_fault_is(
    newcomer_client: Client, newcomer: User, typed: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    page = newcomer_client.post(PROFILE, typed | change)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert practitioner_of(newcomer) is None


def test_name_that_no_certificate_could_show_is_refused_where_it_is_typed(
    newcomer_client: Client, typed: dict[str, Any]
) -> None:
    page = newcomer_client.post(PROFILE, typed | {"name": "辛\ue000\ue001"})
    (sentence,) = page.context["form"].errors["name"]
    assert sentence.startswith("A certificate cannot show \ue000 (U+E000)、\ue001 (U+E001): no font of ours has it.")


@pytest.mark.parametrize("name", ["𠮷䶮㛃", "辛\U0002cc08", "阿依古丽·买买提", "Łukasz Őrsi"])
def test_rare_name_is_taken(newcomer_client: Client, newcomer: User, typed: dict[str, Any], name: str) -> None:
    newcomer_client.post(PROFILE, typed | {"name": name})
    practitioner = practitioner_of(newcomer)
    assert practitioner is not None
    assert practitioner.name == name


def test_number_that_somebody_has_registered_is_refused_kindly(
    newcomer_client: Client, outsider_client: Client, outsider: Practitioner, typed: dict[str, Any]
) -> None:
    newcomer_client.post(PROFILE, typed)
    outsider.delete()
    page = outsider_client.post(PROFILE, typed)
    assert page.context["form"].errors["id_number"] == [
        "This ID number is registered already. If it is yours, ask the association."
    ]


def test_details_show_four_characters_of_the_number(practitioner_client: Client, practitioner: Practitioner) -> None:
    page = practitioner_client.get(PROFILE).content.decode()
    assert "•••• 1234" in page
    assert practitioner.id_number_digest not in page


def test_details_are_saved(practitioner_client: Client, practitioner: Practitioner) -> None:
    answer = practitioner_client.post(PROFILE, {"phone": "022-1234 5678", "license_number": "1210012345.6"})
    assert answer.headers["Location"] == PROFILE
    practitioner.refresh_from_db()
    assert (practitioner.phone, practitioner.license_number, practitioner.employer) == (
        "022-1234 5678",
        "1210012345.6",
        None,
    )


def test_details_with_a_fault_are_not_saved(practitioner_client: Client, practitioner: Practitioner) -> None:
    page = practitioner_client.post(PROFILE, {"phone": "call me", "license_number": "12 34"})
    assert set(page.context["form"].errors) == {"phone", "license_number"}
    practitioner.refresh_from_db()
    assert practitioner.employer is not None


def test_consent_is_given_and_withdrawn(practitioner_client: Client, practitioner: Practitioner) -> None:
    kind = ConsentKind.LIST_IN_DIRECTORY
    for _click in range(2):
        answer = practitioner_client.post(CONSENT, {"kind": kind.value, "deed": "give"})
        assert answer.headers["Location"] == CONSENT
    assert has_consent(practitioner, kind)

    for _click in range(2):
        practitioner_client.post(CONSENT, {"kind": kind.value, "deed": "withdraw"})
    assert not has_consent(practitioner, kind)
    assert "Withdrawn:" in practitioner_client.get(CONSENT).content.decode()


@pytest.mark.parametrize("sent", [{"kind": "everything", "deed": "give"}, {"kind": "publish_profile"}, {}])
def test_unknown_consent_is_refused(
    practitioner_client: Client, practitioner: Practitioner, sent: dict[str, str]
) -> None:
    page = practitioner_client.post(CONSENT, sent)
    assert page.status_code == 400
    assert "This consent is not known." in page.content.decode()
    assert practitioner.consents.count() == 0


def test_addresses_are_those_of_the_navigation() -> None:
    assert (reverse("accounts:profile"), reverse("accounts:consent")) == (PROFILE, CONSENT)
