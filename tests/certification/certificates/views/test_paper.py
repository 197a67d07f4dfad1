from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from certification.certificates.models import Certificate, CertificateTemplate, PaperImport
from certification.certificates.services import enter_paper_certificates, read_paper_file
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.paper_cast import NUMBER, ROW, paper_file
from tests.conftest import signed_in

LIST = "/desk/certificates/paper/"


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@pytest.fixture
def entered(template: CertificateTemplate, registrar: User, now: datetime) -> Certificate:
    source = read_paper_file(upload=paper_file({}), uploaded_by=registrar, now=now)
    enter_paper_certificates(source=source, entered_by=registrar, now=now)
    return Certificate.objects.get()


def test_a_file_is_checked_shown_and_entered(
    registrar_client: Client, template: CertificateTemplate, client: Client
) -> None:
    response = registrar_client.post(LIST, {"file": paper_file({}, {"number": "JZ2019-0123"})})
    address = response["Location"]
    page = registrar_client.get(address).text
    assert "JZ2019-0123" in page
    assert "2 rows, nothing wrong" in page
    assert not Certificate.objects.exists()

    done = registrar_client.post(address, follow=True)

    assert "2 certificates of this file are in the register." in done.text
    assert Certificate.objects.count() == 2
    assert "2 certificates" in registrar_client.get(LIST).text


def test_a_wrong_row_comes_first_and_nothing_can_be_entered(
    registrar_client: Client, template: CertificateTemplate
) -> None:
    address = registrar_client.post(LIST, {"file": paper_file({}, {"number": "JZ2019-0123", "level": "L9"})})[
        "Location"
    ]

    response = registrar_client.get(address)
    assert [row.line for row in response.context["page_obj"]] == [3, 2]
    assert "Level: is none of" in response.text
    assert 'type="submit"' not in response.text.split("<main")[1].split("</main")[0]
    assert registrar_client.post(address).status_code == 409
    assert not Certificate.objects.exists()


def test_it_verifies_like_any_other_and_says_that_it_is_from_paper(client: Client, entered: Certificate) -> None:
    for number in (ROW["number"], "津知服字[2019]第012号", NUMBER):
        page = client.post("/verify/", {"number": number, "name": "旧持证"})
        assert page.status_code == 200
        assert "certificate-check-valid" in page.text
        assert "Issued on paper" in page.text
        assert ROW["number"] in page.text
    assert client.post("/verify/", {"number": NUMBER, "name": "旁人"}).status_code == 404
    assert client.get(f"/verify/{entered.token}/").status_code == 200


def test_there_is_no_file_and_no_credential_of_it(registrar_client: Client, entered: Certificate) -> None:
    page = registrar_client.get(f"/desk/certificates/{entered.uuid}/").text
    assert "旧证书.xlsx, line 2" in page
    assert "/reissue/" not in page
    for address in (f"/my/certificates/{entered.uuid}/pdf/", f"/my/certificates/{entered.uuid}/credential/json/"):
        assert registrar_client.get(address).status_code == 404
    assert registrar_client.get("/desk/certificates/", {"q": NUMBER}).context["page_obj"].object_list


def test_the_desk_says_why_it_is_neither_printed_anew_nor_renewed(
    registrar_client: Client, entered: Certificate
) -> None:
    page = registrar_client.get(f"/desk/certificates/{entered.uuid}/").text

    assert "neither printed anew nor renewed here" in page
    assert "/reissue/" not in page


def test_its_holder_has_it_in_the_list(
    practitioner: Practitioner, practitioner_client: Client, entered: Certificate
) -> None:
    Certificate.objects.filter(pk=entered.pk).update(practitioner=practitioner)

    assert "Issued on paper" in practitioner_client.get("/my/certificates/").text


def test_the_template_is_a_workbook(registrar_client: Client) -> None:
    content = registrar_client.get(f"{LIST}template.xlsx").content

    assert load_workbook(BytesIO(content)).worksheets[0]["A1"].value == "Certificate number"


def test_bad_uploads_are_told_on_the_form(registrar_client: Client) -> None:
    assert "This field is required" in registrar_client.post(LIST).text
    told = registrar_client.post(LIST, {"file": paper_file({}, name="alte.pdf")})
    assert (told.status_code, "Files of this type are not taken here" in told.text) == (200, True)
    assert not PaperImport.objects.exists()


def test_outsiders_find_nothing(
    client: Client, practitioner_client: Client, auditor: User, entered: Certificate
) -> None:
    addresses = (LIST, f"{LIST}template.xlsx", f"{LIST}{PaperImport.objects.get().pk}/")
    for visitor in (practitioner_client, signed_in(auditor)):
        assert {visitor.get(address).status_code for address in addresses} == {404}
    assert client.get(LIST)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("is_entered", [True, False])
def test_pages_cost_the_same_for_one_and_three(
    registrar_client: Client, template: CertificateTemplate, registrar: User, now: datetime, *, is_entered: bool
) -> None:
    def queries(*rows: dict[str, str]) -> int:
        source = read_paper_file(upload=paper_file(*rows), uploaded_by=registrar, now=now)
        if is_entered:
            enter_paper_certificates(source=source, entered_by=registrar, now=now)
        with CaptureQueriesContext(connection) as counted:
            registrar_client.get(LIST)
            registrar_client.get(f"{LIST}{source.pk}/")
        return len(counted)

    registrar_client.get(LIST)  # what the frame keeps in memory

    assert queries({}) == queries({"number": "A-1001"}, {"number": "A-1002"}, {"number": "A-1003"})
