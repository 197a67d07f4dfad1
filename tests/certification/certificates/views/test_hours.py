"""The registrar's pages of one person's certificate of hours."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.models import Certificate
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.certification.certificates.batch_cast import make_completion, meet_hours
from tests.conftest import signed_in

FIND = "/desk/certificates/hours/"


@pytest.fixture(autouse=True)
def _today(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


def year_of(practitioner: Practitioner, year: int = 2025) -> str:
    return f"{FIND}{practitioner.public_id}/{year}/"


def test_outsiders_find_nothing(client: Client, practitioner: Practitioner, auditor: User) -> None:
    for address in (FIND, year_of(practitioner)):
        assert client.get(address).status_code == 302
        for user in (practitioner.user, auditor):
            assert signed_in(user).get(address).status_code in {403, 404}
            assert signed_in(user).post(address).status_code in {403, 404}


def test_the_person_is_found_and_the_address_says_nothing(registrar_client: Client, practitioner: Practitioner) -> None:
    answer = registrar_client.post(FIND, {"email": practitioner.user.email, "year": "2025"})

    assert answer.headers["Location"] == year_of(practitioner)


@pytest.mark.parametrize(
    "sent",
    [{}, {"email": "nobody@example.com", "year": "2025"}, {"year": "1999"}, {"year": "3000"}, {"year": "this one"}],
)
def test_bad_input_is_refused_on_the_form(
    registrar_client: Client, practitioner: Practitioner, sent: dict[str, str]
) -> None:
    answer = registrar_client.post(FIND, {"email": practitioner.user.email, **sent})

    assert answer.status_code == 200
    assert "field-invalid" in answer.text


@pytest.mark.parametrize("year", [1999, 3000, 20250])
def test_a_year_that_is_none_is_not_found(registrar_client: Client, practitioner: Practitioner, year: int) -> None:
    assert registrar_client.get(year_of(practitioner, year)).status_code == 404
    assert registrar_client.post(year_of(practitioner, year)).status_code == 404


def test_a_met_year_is_shown_and_certified_once(
    registrar_client: Client, registrar: User, practitioner: Practitioner, now: datetime
) -> None:
    meet_hours(practitioner, 2025, registrar, now=now)

    page = registrar_client.get(year_of(practitioner)).text
    assert "The norm is met." in page
    answer = registrar_client.post(year_of(practitioner))

    certificate = Certificate.objects.get()
    assert (certificate.kind, certificate.hours) == ("H", Decimal(90))
    assert answer.headers["Location"] == f"/desk/certificates/{certificate.uuid}/"
    page = registrar_client.get(year_of(practitioner)).text
    assert certificate.number in page
    assert "Issue the certificate" not in page
    assert f'href="{year_of(practitioner)}"' in registrar_client.get(answer.headers["Location"]).text
    assert AuditEntry.objects.filter(detail__screen__endswith="/hours/2025").exists()


def test_a_year_below_the_norm_is_told_and_refused(
    registrar_client: Client, registrar: User, practitioner: Practitioner, now: datetime
) -> None:
    make_completion(practitioner, registrar, now=now)

    assert "The norm is not met" in registrar_client.get(year_of(practitioner)).text
    assert registrar_client.post(year_of(practitioner)).status_code == 409
    assert not Certificate.objects.exists()


def test_the_page_costs_the_same_for_one_and_three_rows(
    registrar_client: Client, registrar: User, practitioner: Practitioner, now: datetime
) -> None:
    registrar_client.get(FIND)
    counted = []
    for more in (1, 2):
        for _ in range(more):
            make_completion(practitioner, registrar, now=now)
        with CaptureQueriesContext(connection) as queries:
            assert registrar_client.get(year_of(practitioner)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
