from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.models import Certificate, Renewal
from certification.certificates.services import apply_for_renewal
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate
from tests.certification.certificates.renewal_cast import BEFORE_IT_OPENS, IN_TIME, TOO_LATE, keep_up_hours
from tests.conftest import signed_in

LIST = "/desk/certificates/renewals/"

SetClock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Views read the clock; here it stands still."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(IN_TIME)
    return set_to


@pytest.fixture
def kept_up(certificate: Certificate, practitioner: Practitioner, registrar: User) -> Certificate:
    keep_up_hours(practitioner, registrar)
    return certificate


@pytest.fixture
def renewal(kept_up: Certificate, practitioner: Practitioner) -> Renewal:
    return apply_for_renewal(certificate=kept_up, applicant=practitioner.user, now=IN_TIME)


def page_of(certificate: Certificate) -> str:
    return f"/my/certificates/{certificate.uuid}/renewal/"


def test_the_holder_sees_the_conditions_and_applies(practitioner_client: Client, kept_up: Certificate) -> None:
    address = page_of(kept_up)
    assert address in practitioner_client.get("/my/certificates/").text
    page = practitioner_client.get(address).text
    assert page.count("criterion-met") == 4

    answer = practitioner_client.post(address, follow=True)

    assert "Your application has been received." in answer.text
    assert Renewal.objects.get().certificate == kept_up


def test_what_is_missing_is_shown_and_nothing_can_be_sent(
    practitioner_client: Client, certificate: Certificate, practitioner: Practitioner, registrar: User
) -> None:
    keep_up_hours(practitioner, registrar, years=(2025,))

    page = practitioner_client.get(page_of(certificate)).text
    assert (page.count("criterion-unmet"), "Apply for the renewal" in page) == (2, False)
    assert practitioner_client.post(page_of(certificate)).status_code == 409


@pytest.mark.parametrize(("moment", "says"), [(BEFORE_IT_OPENS, "It is too early"), (TOO_LATE, "cannot be renewed")])
def test_outside_the_window_the_page_says_so(
    practitioner: Practitioner, kept_up: Certificate, set_clock: SetClock, moment: datetime, says: str
) -> None:
    set_clock(moment)
    practitioner_client = signed_in(practitioner.user)

    assert page_of(kept_up) not in practitioner_client.get("/my/certificates/").text
    assert says in practitioner_client.get(page_of(kept_up)).text
    assert practitioner_client.post(page_of(kept_up)).status_code == 409


def test_the_registrar_renews_with_one_click(registrar_client: Client, renewal: Renewal, client: Client) -> None:
    address = f"{LIST}{renewal.pk}/"
    assert address in registrar_client.get(LIST).text
    assert "Everything is met" in registrar_client.get(address).text

    registrar_client.post(f"{address}grant/")

    new = Certificate.objects.get(renews=renewal.certificate)
    assert new.number in registrar_client.get(address).text
    assert new.number in registrar_client.get(f"/desk/certificates/{renewal.certificate.uuid}/").text
    assert renewal.certificate.number in registrar_client.get(f"/desk/certificates/{new.uuid}/").text


def test_the_registrar_declines_with_a_reason(
    registrar_client: Client, practitioner_client: Client, renewal: Renewal
) -> None:
    address = f"{LIST}{renewal.pk}/"
    assert "This field is required" in registrar_client.post(address, {"reason": " "}).text

    registrar_client.post(address, {"reason": "资料待核对"})

    assert "资料待核对" in practitioner_client.get(page_of(renewal.certificate)).text
    assert Renewal.objects.get().decision == "declined"


def test_the_auditor_reads_and_decides_nothing(auditor: User, renewal: Renewal) -> None:
    client, address = signed_in(auditor), f"{LIST}{renewal.pk}/"

    assert "criterion-met" in client.get(address).text
    client.post(address, {"reason": "x"})
    assert client.post(f"{address}grant/").status_code == 404
    assert Renewal.objects.get().decision == ""


def test_outsiders_find_nothing(
    client: Client, outsider_client: Client, practitioner_client: Client, credit_officer: User, renewal: Renewal
) -> None:
    assert outsider_client.get(page_of(renewal.certificate)).status_code == 404
    assert outsider_client.post(page_of(renewal.certificate)).status_code == 404
    for visitor in (practitioner_client, signed_in(credit_officer)):
        assert [visitor.get(each).status_code for each in (LIST, f"{LIST}{renewal.pk}/")] == [404, 404]
    assert client.get(LIST)["Location"].startswith("/accounts/login/")


def test_the_list_costs_the_same_for_one_and_three(
    registrar_client: Client, renewal: Renewal, practitioner: Practitioner, registrar: User
) -> None:
    registrar_client.get(LIST)  # what the frame keeps in memory
    with CaptureQueriesContext(connection) as one:
        registrar_client.get(LIST)
    for _ in range(2):
        other = make_certificate(practitioner, registrar)
        apply_for_renewal(certificate=other, applicant=practitioner.user, now=IN_TIME)
    with CaptureQueriesContext(connection) as three:
        registrar_client.get(LIST)

    assert len(one) == len(three)
