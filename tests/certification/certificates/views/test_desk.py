from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate, CertificateTemplate
from certification.certificates.services import issue_for_released_result, suspend_certificate
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate, revoke_certificate
from tests.conftest import signed_in
from tests.traces import views_of_people

REGISTER = "/desk/certificates/"


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


def page_of(certificate: Certificate, change: str = "") -> str:
    return f"{REGISTER}{certificate.uuid}/{change + '/' if change else ''}"


def test_the_register_lists_and_finds(
    registrar_client: Client, certificate: Certificate, colleague: Practitioner, registrar: User, now: datetime
) -> None:
    other = make_certificate(colleague, registrar)
    suspend_certificate(certificate=other, actor=registrar, reason="核实", now=now)

    def found(**query: str) -> list[str]:
        response = registrar_client.get(REGISTER, query)
        return [each.name for each in response.context["page_obj"]]

    assert found() == ["何拟想", "林虚光"]
    assert found(q="林") == found(q=certificate.number.lower()) == found(status="valid") == ["林虚光"]
    assert found(q="000002") == found(status="suspended") == ["何拟想"]
    assert found(q="没有的") == found(status="revoked") == []
    assert found(status="no such status") == ["何拟想", "林虚光"]


def test_a_certificate_is_found_by_the_corrected_name_of_its_holder(
    registrar_client: Client, certificate: Certificate
) -> None:
    Practitioner.objects.update(name="林旭光")

    for name in ("林旭", "林虚"):
        assert [each.name for each in registrar_client.get(REGISTER, {"q": name}).context["page_obj"]] == ["林虚光"]
    assert registrar_client.get(page_of(certificate, "reissue")).context["form"]["name"].value() == "林旭光"


def test_a_certificate_leads_to_its_result_and_its_person_for_those_who_may_see_them(
    registrar_client: Client, credit_officer: User, certificate: Certificate
) -> None:
    result = reverse("exam_results:inspect", args=[certificate.result_id])
    person = reverse("accounts:correct_practitioner", args=[certificate.practitioner_id])

    page = registrar_client.get(page_of(certificate)).content.decode()
    assert result in page
    assert person in page
    assert registrar_client.get(result).status_code == 200
    page = signed_in(credit_officer).get(page_of(certificate)).content.decode()
    assert result not in page
    assert person not in page


def test_looking_at_a_certificate_leaves_one_trace(
    registrar_client: Client, registrar: User, certificate: Certificate
) -> None:
    event = certificate.events.get()

    registrar_client.get(REGISTER)
    registrar_client.get(page_of(certificate))
    registrar_client.get(reverse("certificate_register:inspect", args=[certificate.pk]))
    registrar_client.get(reverse("certificate_events:inspect", args=[event.pk]))

    holder = str(certificate.practitioner_id)
    assert views_of_people() == [
        (str(registrar), holder, f"desk/certificates.certificate/{certificate.pk}"),
        (str(registrar), holder, f"admin/certificates.certificate/{certificate.pk}"),
        (str(registrar), holder, f"admin/certificates.certificateevent/{event.pk}"),
    ]


def test_the_register_costs_the_same_for_one_and_three(
    registrar: User, practitioner: Practitioner, certificate: Certificate
) -> None:
    client = signed_in(registrar)
    client.get(REGISTER)  # what the frame keeps in memory
    with CaptureQueriesContext(connection) as one:
        client.get(REGISTER)
    for _ in range(2):
        make_certificate(practitioner, registrar)
    with CaptureQueriesContext(connection) as three:
        client.get(REGISTER)

    assert len(one) == len(three)


def test_a_waiting_pass_shows_why_and_is_issued_by_hand(
    registrar_client: Client, result: Result, registrar: User, now: datetime
) -> None:
    Practitioner.objects.update(name="林\U0002ebf0光")
    issue_for_released_result(result=result, released_by=registrar, now=now)
    address = f"{REGISTER}results/{result.pk}/issue/"

    assert "U+2EBF0" in registrar_client.get(REGISTER).content.decode()
    refused = registrar_client.post(address)
    assert (refused.status_code, "U+2EBF0" in refused.content.decode()) == (409, True)
    Practitioner.objects.update(name="林虚光")
    for _ in range(2):
        response = registrar_client.post(address)
        assert response["Location"] == page_of(Certificate.objects.get())


@pytest.mark.parametrize(
    ("change", "type_"),
    [("suspend", EventType.SUSPENDED), ("cancel", EventType.CANCELLED)],
)
def test_a_change_is_confirmed_with_its_reason(
    registrar_client: Client, certificate: Certificate, change: str, type_: EventType
) -> None:
    address = page_of(certificate, change)

    assert registrar_client.get(address).status_code == 200
    assert certificate.events.count() == 1
    for _ in range(2):
        response = registrar_client.post(address, {"reason": "查实材料不实"})
        assert response["Location"] == page_of(certificate)
    assert certificate.events.filter(type=type_, reason="查实材料不实").count() == 1


def test_a_suspended_certificate_is_reinstated(
    registrar_client: Client, certificate: Certificate, registrar: User, now: datetime
) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now)

    registrar_client.post(page_of(certificate, "reinstate"), {"reason": "无误"})

    assert certificate.events.latest("at").type == EventType.REINSTATED


def test_a_reissue_takes_the_corrected_name(registrar_client: Client, certificate: Certificate) -> None:
    assert "林虚光" in registrar_client.get(page_of(certificate, "reissue")).content.decode()

    registrar_client.post(page_of(certificate, "reissue"), {"reason": "更正", "name": "林虚晃"})

    assert Certificate.objects.get(issue=2).name == "林虚晃"


def test_a_reason_is_needed(registrar_client: Client, certificate: Certificate) -> None:
    response = registrar_client.post(page_of(certificate, "suspend"), {"reason": "  "})

    assert response.status_code == 200
    assert "This field is required" in response.content.decode()
    assert certificate.events.count() == 1


def test_what_is_not_possible_says_so(
    registrar_client: Client, certificate: Certificate, registrar: User, now: datetime
) -> None:
    revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    assert "Not possible now" in registrar_client.get(page_of(certificate, "suspend")).content.decode()
    assert registrar_client.post(page_of(certificate, "suspend"), {"reason": "再来"}).status_code == 409


def test_the_page_shows_reasons_to_the_registrar(
    registrar_client: Client, certificate: Certificate, registrar: User, now: datetime
) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="内部原因", now=now)

    page = registrar_client.get(page_of(certificate)).content.decode()

    assert "内部原因" in page
    assert page_of(certificate, "reinstate") in page
    assert page_of(certificate, "suspend") not in page


def test_an_unknown_change_is_not_found(registrar_client: Client, certificate: Certificate) -> None:
    assert registrar_client.get(page_of(certificate, "burn")).status_code == 404


def test_the_auditor_reads_and_changes_nothing(auditor: User, certificate: Certificate, result: Result) -> None:
    client = signed_in(auditor)

    assert client.get(REGISTER).status_code == 200
    page = client.get(page_of(certificate))
    assert page_of(certificate, "revoke") not in page.content.decode()
    assert client.get(page_of(certificate, "revoke")).status_code == 404
    assert client.post(page_of(certificate, "revoke"), {"reason": "x"}).status_code == 404
    assert client.post(f"{REGISTER}results/{result.pk}/issue/").status_code == 404


def test_outsiders_find_nothing(
    client: Client, outsider_client: Client, practitioner_client: Client, marker: User, certificate: Certificate
) -> None:
    for visitor in (outsider_client, practitioner_client, signed_in(marker)):
        for address in (REGISTER, page_of(certificate), page_of(certificate, "revoke")):
            assert visitor.get(address).status_code == 404
    assert client.get(REGISTER)["Location"].startswith("/accounts/login/")


def test_the_admin_lists_filters_and_exports(registrar_client: Client, certificate: Certificate) -> None:
    listing = registrar_client.get("/cms/certificate_register/", {"status": "valid"})
    assert certificate.number in listing.content.decode()
    assert (
        certificate.number
        not in registrar_client.get("/cms/certificate_register/", {"status": "revoked"}).content.decode()
    )

    export = registrar_client.get("/cms/certificate_register/", {"export": "xlsx"})
    assert b"".join(export).startswith(b"PK")


@pytest.mark.parametrize("name", ["certificate_register", "certificate_events", "certificate_documents"])
def test_the_admin_only_reads_the_register(registrar_client: Client, certificate: Certificate, name: str) -> None:
    assert registrar_client.get(f"/cms/{name}/").status_code == 200
    for deed in ("new/", f"edit/{certificate.pk}/", f"delete/{certificate.pk}/"):
        assert registrar_client.get(f"/cms/{name}/{deed}").status_code in {302, 403, 404}


def test_the_admin_lists_templates_and_edits_them_at_the_desk(
    registrar_client: Client, template: CertificateTemplate
) -> None:
    assert template.title in registrar_client.get("/cms/certificate_templates/").content.decode()
    assert registrar_client.get("/cms/certificate_templates/new/").headers["Location"] == reverse(
        "certificates:templates"
    )
    for deed in ("edit", "delete"):
        assert registrar_client.get(f"/cms/certificate_templates/{deed}/{template.pk}/").status_code in {302, 403, 404}
