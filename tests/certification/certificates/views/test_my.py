from datetime import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from certification.certificates.models import Certificate, CertificateDocument
from certification.certificates.services import render_document
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.certification.certificates.cast import make_certificate, revoke_certificate
from tests.conftest import signed_in

PAGE = "/my/certificates/"


def pdf_of(certificate: Certificate) -> str:
    return f"{PAGE}{certificate.uuid}/pdf/"


@pytest.fixture
def rendered(certificate: Certificate, now: datetime) -> Certificate:
    render_document(document_id=CertificateDocument.objects.get(certificate=certificate).pk, now=now)
    return certificate


def test_the_holder_sees_the_certificate_and_its_code(practitioner_client: Client, rendered: Certificate) -> None:
    page = practitioner_client.get(PAGE).content.decode()

    assert rendered.number in page
    assert pdf_of(rendered) in page
    assert f"/verify/{rendered.token}/" in page
    assert "data:image/svg+xml" in page


def test_while_the_pdf_is_made_the_page_says_so(practitioner_client: Client, certificate: Certificate) -> None:
    page = practitioner_client.get(PAGE).content.decode()

    assert "The PDF is being made" in page
    assert pdf_of(certificate) not in page


def test_an_empty_page_says_what_to_do(practitioner_client: Client) -> None:
    page = practitioner_client.get(PAGE).content.decode()

    assert "You have no certificate yet" in page
    assert "/assessments/" in page


def test_a_revoked_certificate_shows_its_status(
    practitioner_client: Client, rendered: Certificate, registrar: User, now: datetime
) -> None:
    revoke_certificate(certificate=rendered, actor=registrar, reason="材料不实", now=now)

    assert "badge-revoked" in practitioner_client.get(PAGE).content.decode()


def test_a_file_that_staff_take_leaves_a_trace_and_the_holders_own_does_not(
    practitioner_client: Client, registrar_client: Client, registrar: User, rendered: Certificate
) -> None:
    for client in (practitioner_client, registrar_client):
        # Read to its end, the file is closed.
        assert client.get(pdf_of(rendered)).getvalue().startswith(b"%PDF-")

    trace = AuditEntry.objects.get(action="accounts.view_practitioner")
    assert (trace.actor, trace.detail) == (registrar, {"screen": f"certificates/{rendered.uuid}/pdf"})


def test_the_page_costs_the_same_for_one_and_three(
    practitioner: Practitioner, registrar: User, certificate: Certificate
) -> None:
    client = signed_in(practitioner.user)
    client.get(PAGE)  # what the frame keeps in memory
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for _ in range(2):
        make_certificate(practitioner, registrar)
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)

    assert len(one) == len(three)


def test_the_holder_downloads_the_very_file(practitioner_client: Client, rendered: Certificate) -> None:
    response = practitioner_client.get(pdf_of(rendered))
    content = b"".join(response)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{rendered.number}.pdf"'
    assert len(PdfReader(BytesIO(content)).pages) == 1


def test_the_registrar_may_download_it(rendered: Certificate, registrar_client: Client) -> None:
    response = registrar_client.get(pdf_of(rendered))

    assert response.status_code == 200
    response.close()


def test_an_outsider_finds_no_file(outsider_client: Client, rendered: Certificate) -> None:
    assert outsider_client.get(pdf_of(rendered)).status_code == 404
    assert rendered.number not in outsider_client.get(PAGE).content.decode()


def test_a_stranger_signs_in_first(client: Client, rendered: Certificate) -> None:
    for address in (PAGE, pdf_of(rendered)):
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_a_file_that_is_not_ready_is_refused_with_its_reason(
    practitioner_client: Client, certificate: Certificate
) -> None:
    response = practitioner_client.get(pdf_of(certificate))

    assert response.status_code == 409
    assert "still being made" in response.content.decode()


def test_an_account_without_a_practitioner_is_asked_to_register(
    registrar_client: Client, certificate: Certificate
) -> None:
    assert registrar_client.get(PAGE).status_code == 302
