"""People, the trail and colleagues in Wagtail's admin."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lms.accounts.enums import Role
from lms.accounts.models import Organization, Practitioner, User
from lms.audit.models import AuditEntry
from tests.cast import make_practitioner
from tests.conftest import signed_in

PEOPLE = "/cms/practitioners/"
LISTS = [PEOPLE, "/cms/organizations/", "/cms/consents/"]


@pytest.fixture
def desk(registrar: User) -> Client:
    return signed_in(registrar)


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(User.objects.create_superuser("admin@example.com", "a long enough password"))


@pytest.mark.parametrize("address", [*LISTS, "/cms/audit_entries/"])
def test_outsider_is_kept_out(outsider_client: Client, marker: User, address: str) -> None:
    assert outsider_client.get(address).status_code == 302
    assert signed_in(marker).get(address).headers["Location"] == "/cms/"


def test_registrar_reads_practitioners_and_changes_none(desk: Client, practitioner: Practitioner) -> None:
    page = desk.get(PEOPLE).content.decode()
    assert practitioner.name in page
    assert desk.get(f"{PEOPLE}new/").status_code == 302
    for deed in ("edit", "delete"):
        assert desk.get(f"{PEOPLE}{deed}/{practitioner.pk}/").headers["Location"] == "/cms/"


def test_administrator_changes_no_practitioner_either(administrator: Client, practitioner: Practitioner) -> None:
    assert administrator.get(PEOPLE).status_code == 200
    assert administrator.get(f"{PEOPLE}edit/{practitioner.pk}/").headers["Location"] == "/cms/"


def test_looking_at_a_person_is_written_down_and_shows_no_number(
    desk: Client, registrar: User, practitioner: Practitioner
) -> None:
    page = desk.get(f"{PEOPLE}inspect/{practitioner.pk}/").content.decode()
    assert practitioner.name in page
    assert practitioner.id_number_digest not in page
    assert practitioner.id_number_encrypted not in page
    entry = AuditEntry.objects.get(action="accounts.view_practitioner")
    assert (entry.actor, entry.subject_id, entry.detail) == (registrar, str(practitioner.pk), {"screen": "admin"})


def test_export_has_no_id_numbers_and_is_written_down(
    desk: Client, registrar: User, practitioner: Practitioner
) -> None:
    answer = desk.get(PEOPLE, {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)  # type: ignore[attr-defined, union-attr]
    assert len(rows) == 2
    assert str(rows[1][0]) == str(practitioner.public_id)
    assert rows[1][1] == practitioner.name
    assert not {"1234", practitioner.id_number_digest} & {str(value) for value in rows[1]}
    entry = AuditEntry.objects.get(action="accounts.export_practitioners")
    assert (entry.actor, entry.detail) == (registrar, {"rows": 1})


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"q": "林虚"}, ["林虚光"]),
        ({"verified": "true"}, []),
        ({"verified": "false"}, ["何拟想", "林虚光"]),
        ({"domains": "TMK"}, []),
    ],
)
def test_filters(
    desk: Client, practitioner: Practitioner, colleague: Practitioner, sent: dict[str, str], found: list[str]
) -> None:
    listed = desk.get(PEOPLE, sent).context["object_list"]
    assert sorted(row.name for row in listed) == sorted(found)


@pytest.mark.parametrize("address", [PEOPLE, "/cms/audit_entries/"])
def test_list_asks_as_often_for_three_rows_as_for_one(auditor: User, practitioner: Practitioner, address: str) -> None:
    client = signed_in(auditor)

    def show_with(number: int) -> int:
        person = make_practitioner(f"p{number}@example.com", f"何拟{number}", employer=practitioner.employer)
        signed_in(person.user)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    show_with(1)
    once = show_with(2)
    show_with(3)
    assert show_with(4) == once


def test_registrar_keeps_organizations(desk: Client, employer_organization: Organization) -> None:
    sent = {"name": "天津虚构商标事务所", "credit_code": "91120000MADEMO0009", "district": "南开区"}
    desk.post("/cms/organizations/new/", sent)
    made = Organization.objects.get(name=sent["name"])

    desk.post(f"/cms/organizations/edit/{made.pk}/", sent | {"district": "河西区"})
    made.refresh_from_db()
    assert made.district == "河西区"

    assert desk.get(f"/cms/organizations/delete/{made.pk}/").headers["Location"] == "/cms/"
    assert desk.get("/cms/organizations/").status_code == 200


def test_organization_with_a_taken_code_is_refused(desk: Client, employer_organization: Organization) -> None:
    page = desk.post("/cms/organizations/new/", {"name": "另一家", "credit_code": employer_organization.credit_code})
    assert "exists already" in page.content.decode()
    assert not Organization.objects.filter(name="另一家").exists()


def test_auditor_reads_the_trail_and_changes_nothing(auditor: User, practitioner: Practitioner) -> None:
    client = signed_in(auditor)
    entry = AuditEntry.objects.filter(action="accounts.sign_in").latest("pk")
    page = client.get("/cms/audit_entries/")
    assert "accounts.sign_in" in page.content.decode()
    assert page.context["table"].columns["pk"].label == "Number"
    shown = client.get(f"/cms/audit_entries/inspect/{entry.pk}/")
    assert shown.context["fields"][0]["label"] == "Number"
    answer = client.get("/cms/audit_entries/", {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)  # type: ignore[attr-defined, union-attr]
    assert rows[0][0] == "Number"
    for deed in ("edit", "delete"):
        assert client.get(f"/cms/audit_entries/{deed}/{entry.pk}/").headers["Location"] == "/cms/"


def test_trail_is_filtered(auditor: User, practitioner: Practitioner) -> None:
    client = signed_in(auditor)
    listed = client.get("/cms/audit_entries/", {"action": "accounts.sign_in"}).context["object_list"]
    assert {entry.action for entry in listed} == {"accounts.sign_in"}


def test_colleague_is_made_with_a_role_and_without_a_password(administrator: Client, roles: None) -> None:
    marking = Group.objects.get(name=Role.MARKER.value)
    page = administrator.get("/cms/users/new/").content.decode()
    assert "display_name" in page
    assert "password1" not in page

    administrator.post(
        "/cms/users/new/", {"email": "neu@example.com", "display_name": "阅卷员丙", "groups": [str(marking.pk)]}
    )

    colleague = User.objects.get(email="neu@example.com")
    assert (colleague.is_staff, colleague.has_usable_password()) == (True, False)
    made = AuditEntry.objects.get(action="accounts.change_account", subject_id=str(colleague.pk))
    assert made.detail == {"is_active": True, "is_staff": True, "is_superuser": False}
    rights = AuditEntry.objects.get(action="accounts.change_rights", subject_id=str(colleague.pk))
    assert rights.detail == {"added": ["marker"]}
    assert rights.actor is not None
    assert rights.actor.email == "admin@example.com"


def test_colleague_who_loses_the_roles_is_no_longer_staff(administrator: Client, marker: User) -> None:
    page = administrator.get(f"/cms/users/edit/{marker.pk}/").content.decode()
    assert "first_name" not in page
    administrator.post(
        f"/cms/users/edit/{marker.pk}/", {"email": marker.email, "display_name": "阅卷员甲", "is_active": "on"}
    )
    marker.refresh_from_db()
    assert (marker.is_staff, marker.is_active, marker.has_usable_password()) == (False, True, True)


def test_account_with_a_taken_address_is_refused(administrator: Client, marker: User) -> None:
    page = administrator.post("/cms/users/new/", {"email": marker.email.upper(), "display_name": "x"})
    assert page.status_code == 200
    assert User.objects.filter(email__iexact=marker.email).count() == 1
