"""The registrar's pages of lecturers and volunteers, and of completions whose certificate was refused."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.models import Certificate, Contribution
from courses.catalogue.models import Course
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.certification.certificates.training_cast import make_completion, make_contribution, make_taught_session
from tests.conftest import signed_in

LIST = "/desk/certificates/contributions/"
VOLUNTEER = {
    "role": "volunteer",
    "subject": "知识产权宣传周志愿服务",
    "began_on": "2025-04-26",
    "ended_on": "2025-04-26",
    "hours": "3",
    "evidence": "津知服协〔2025〕12号",
}


@pytest.fixture(autouse=True)
def _today(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


def form_of(practitioner: Practitioner) -> str:
    return f"{LIST}new/{practitioner.public_id}/"


def test_outsiders_find_nothing(client: Client, practitioner: Practitioner, registrar: User) -> None:
    contribution = make_contribution(practitioner, registrar)
    for address in (LIST, form_of(practitioner)):
        assert client.get(address).status_code == 302
        assert signed_in(practitioner.user).get(address).status_code in {403, 404}
    assert signed_in(practitioner.user).post(f"{LIST}{contribution.pk}/issue/").status_code in {403, 404}
    assert not Certificate.objects.exists()


def test_the_account_is_found_and_its_address_says_nothing(
    registrar_client: Client, practitioner: Practitioner
) -> None:
    answer = registrar_client.post(LIST, {"email": practitioner.user.email.upper()})

    assert answer.headers["Location"] == form_of(practitioner)


@pytest.mark.parametrize("email", ["nobody@example.com", "no address", ""])
def test_an_unknown_account_is_refused_on_the_form(registrar_client: Client, email: str) -> None:
    answer = registrar_client.post(LIST, {"email": email})

    assert answer.status_code == 200
    assert "field-invalid" in answer.content.decode()


def test_a_volunteer_is_recorded_and_gets_a_certificate(registrar_client: Client, practitioner: Practitioner) -> None:
    assert registrar_client.post(form_of(practitioner), VOLUNTEER).headers["Location"] == LIST
    contribution = Contribution.objects.get()
    assert "Issue now" in registrar_client.get(LIST).content.decode()

    answer = registrar_client.post(f"{LIST}{contribution.pk}/issue/")

    certificate = Certificate.objects.get()
    assert answer.headers["Location"] == f"/desk/certificates/{certificate.uuid}/"
    page = registrar_client.get(LIST).content.decode()
    assert certificate.number in page
    assert "Issue now" not in page
    assert "知识产权宣传周志愿服务" in registrar_client.get(answer.headers["Location"]).content.decode()


def test_a_lecturer_chooses_among_sessions_that_name_them(registrar_client: Client, practitioner: Practitioner) -> None:
    own, others = make_taught_session(practitioner.name), make_taught_session("别人")
    page = registrar_client.get(form_of(practitioner)).content.decode()
    assert f'value="{own.pk}"' in page
    assert f'name="sessions" value="{others.pk}"' not in page

    registrar_client.post(form_of(practitioner), VOLUNTEER | {"role": "lecturer", "sessions": [own.pk]})

    assert list(Contribution.objects.get().sessions.all()) == [own]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"role": "lecturer"}, "Choose the sessions that were taught"),
        ({"ended_on": "2026-01-01"}, "lies in the future"),
        ({"ended_on": "2025-01-01"}, "not before the first"),
        ({"hours": "0"}, "for how many hours"),
        ({"evidence": ""}, "This field is required"),
        ({"role": "guest"}, "Select a valid choice"),
        ({"sessions": ["999"]}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_recorded_is_refused_on_the_form(
    registrar_client: Client, practitioner: Practitioner, changes: dict[str, Any], says: str
) -> None:
    answer = registrar_client.post(form_of(practitioner), VOLUNTEER | changes)

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Contribution.objects.exists()


def test_an_unknown_person_is_not_found(registrar_client: Client) -> None:
    assert registrar_client.get(f"{LIST}new/{uuid4()}/").status_code == 404
    assert registrar_client.post(f"{LIST}99/issue/").status_code == 404


def test_the_list_costs_the_same_for_one_and_three(
    registrar_client: Client, practitioner: Practitioner, registrar: User
) -> None:
    make_contribution(practitioner, registrar)
    registrar_client.get(LIST)  # what the frame keeps in memory
    with CaptureQueriesContext(connection) as one:
        registrar_client.get(LIST)
    for subject in ("讲解", "咨询"):
        make_contribution(practitioner, registrar, subject=subject)
    with CaptureQueriesContext(connection) as three:
        registrar_client.get(LIST)

    assert len(one) == len(three)


def test_a_refused_completion_shows_why_and_is_issued_by_hand(
    registrar_client: Client, practitioner: Practitioner, course_manager: User
) -> None:
    completion = make_completion(practitioner, course_manager, issues_certificates=True, title_zh="国家级专利检索实务")
    address = f"/desk/certificates/completions/{completion.pk}/issue/"

    assert "must not say 国家" in registrar_client.get("/desk/certificates/").content.decode()
    assert registrar_client.post(address).status_code == 409
    Course.objects.filter(runs=completion.enrollment.run).update(title_zh="专利检索实务")
    assert registrar_client.post(address).status_code == 302
    certificate = Certificate.objects.get()
    assert certificate.completion == completion
    assert "must not say 国家" not in registrar_client.get("/desk/certificates/").content.decode()


def test_the_register_is_filtered_by_kind(
    registrar_client: Client, practitioner: Practitioner, course_manager: User, certificate: Certificate
) -> None:
    make_completion(practitioner, course_manager, issues_certificates=True)
    trained = Certificate.objects.get(kind="T")

    page = registrar_client.get("/desk/certificates/", {"kind": "T"}).content.decode()

    assert trained.number in page
    assert certificate.number not in page


def test_the_holder_sees_and_anyone_verifies_a_certificate_of_a_course(
    client: Client, practitioner: Practitioner, course_manager: User
) -> None:
    make_completion(practitioner, course_manager, issues_certificates=True)
    certificate = Certificate.objects.get()

    assert certificate.number in signed_in(practitioner.user).get("/my/certificates/").content.decode()
    page = client.get(f"/verify/{certificate.token}/").content.decode()
    assert "专利检索实务 (Patent searching)" in page
    assert "Training period" in page


def test_the_page_of_one_shows_its_evidence_and_issues(registrar_client: Client, practitioner: Practitioner) -> None:
    session = make_taught_session(practitioner.name)
    sent = VOLUNTEER | {"role": "lecturer", "sessions": [session.pk]}
    registrar_client.post(form_of(practitioner), sent)
    address = f"{LIST}{Contribution.objects.get().pk}/"
    assert f'href="{address}"' in registrar_client.get(LIST).text

    page = registrar_client.get(address).text
    assert all(
        text in page for text in ("津知服协〔2025〕12号", session.title, session.run.code, "Issue the certificate")
    )
    registrar_client.post(f"{address}issue/")

    page = registrar_client.get(address).text
    assert Certificate.objects.get().number in page
    assert "Issue the certificate" not in page
    assert AuditEntry.objects.filter(
        action="accounts.view_practitioner", detail__screen__startswith="desk/certificates.contribution/"
    ).exists()


def test_an_auditor_reads_the_page_of_one_and_issues_nothing(
    auditor: User, registrar: User, practitioner: Practitioner
) -> None:
    address = f"{LIST}{make_contribution(practitioner, registrar).pk}/"

    page = signed_in(auditor).get(address).text

    assert "your role only reads" in page
    assert signed_in(practitioner.user).get(address).status_code in {403, 404}
    assert signed_in(registrar).get(f"{LIST}999999/").status_code == 404


def test_a_certificate_leads_to_the_contribution_it_rests_on(
    registrar_client: Client, registrar: User, practitioner: Practitioner
) -> None:
    contribution = make_contribution(practitioner, registrar)
    registrar_client.post(f"{LIST}{contribution.pk}/issue/")

    page = registrar_client.get(f"/desk/certificates/{Certificate.objects.get().uuid}/").text

    assert f'href="{LIST}{contribution.pk}/"' in page
