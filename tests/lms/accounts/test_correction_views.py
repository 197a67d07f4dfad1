"""The registrar's screen for a person's name, document and date of birth."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.conftest import signed_in

SENT = {"name": "林旭光", "id_type": "resident", "id_number": "", "birth_on": "1990-01-01", "reason": "登记时写错一字"}


@pytest.fixture
def desk(registrar: User) -> Client:
    return signed_in(registrar)


@pytest.fixture
def address(practitioner: Practitioner) -> str:
    return f"/desk/people/{practitioner.pk}/correct/"


def test_outsider_finds_no_such_page(outsider_client: Client, address: str, practitioner: Practitioner) -> None:
    assert outsider_client.get(address).status_code == 404
    assert outsider_client.post(address, SENT).status_code == 404
    practitioner.refresh_from_db()
    assert practitioner.name == "林虚光"


def test_staff_who_only_read_find_no_such_page(auditor: User, credit_officer: User, address: str) -> None:
    for user in (auditor, credit_officer):
        assert signed_in(user).get(address).status_code == 404


def test_anonymous_visitor_signs_in_first(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_looking_at_the_page_is_written_down(
    desk: Client, address: str, practitioner: Practitioner, registrar: User
) -> None:
    page = desk.get(address).content.decode()
    assert "•••• 1234" in page
    assert "/desk/certificates/?q=%E6%9E%97" in page
    entry = AuditEntry.objects.get(action="accounts.view_practitioner")
    assert entry.actor == registrar
    assert entry.detail == {"screen": f"desk/accounts.practitioner/{practitioner.pk}"}


def test_second_click_gets_the_same_answer(desk: Client, address: str, practitioner: Practitioner) -> None:
    for _click in range(2):
        answer = desk.post(address, SENT)
        assert answer.headers["Location"] == address
    practitioner.refresh_from_db()
    assert practitioner.name == "林旭光"
    assert AuditEntry.objects.filter(action="accounts.correct_practitioner").count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "林\U0002ebf0光"}, "name"),
        ({"reason": " "}, "reason"),
        ({"birth_on": "31 February"}, "birth_on"),
        ({"id_type": "library card"}, "id_type"),
        ({"id_type": "passport"}, "id_number"),
        ({"id_number": "120101199001010018"}, "id_number"),
        ({"id_number": "120101199102020011"}, "birth_on"),
        ({"id_type": "passport", "id_number": "E12345678", "birth_on": "2019-01-01"}, "birth_on"),
    ],
)
def test_bad_input_is_refused_beside_its_field(
    desk: Client, address: str, practitioner: Practitioner, sent: dict[str, Any], field: str
) -> None:
    page = desk.post(address, SENT | sent)
    assert list(page.context["form"].errors) == [field]
    practitioner.refresh_from_db()
    assert (practitioner.name, practitioner.birth_on) == ("林虚光", date(1990, 1, 1))


def test_own_details_are_corrected_by_somebody_else(practitioner: Practitioner, address: str, registrar: User) -> None:
    Practitioner.objects.filter(pk=practitioner.pk).update(user=registrar)
    page = signed_in(registrar).post(address, SENT)
    assert "Ask another registrar." in page.content.decode()


def test_page_is_linked_from_where_staff_see_a_person(
    desk: Client, address: str, practitioner: Practitioner, auditor: User
) -> None:
    Practitioner.objects.filter(pk=practitioner.pk).update(license_number="1210012345.6")
    inspect = f"/cms/practitioners/inspect/{practitioner.pk}/"
    for seen in (inspect, "/desk/licenses/"):
        assert address in desk.get(seen).content.decode()
    assert address not in signed_in(auditor).get(inspect).content.decode()
