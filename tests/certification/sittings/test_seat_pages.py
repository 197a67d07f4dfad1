from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from certification.sittings.enums import RegistrationState, SittingState
from certification.sittings.models import Attempt, Registration, Sitting
from lms.accounts.models import Practitioner

pytestmark = pytest.mark.django_db


def address(sitting: Sitting, deed: str) -> str:
    return f"/assessments/sittings/{sitting.code}/{deed}/"


def test_registering_leads_to_the_start_page(practitioner_client: Client, running_sitting: Sitting) -> None:
    for _click in range(2):
        response = practitioner_client.post(address(running_sitting, "register"))
        assert (response.status_code, response["Location"]) == (302, address(running_sitting, "start"))
    assert Registration.objects.count() == 1


def test_refusal_stands_on_the_assessments_page(practitioner_client: Client, running_sitting: Sitting) -> None:
    Sitting.objects.update(registration_closes_at=timezone.now() - timedelta(minutes=1))
    response = practitioner_client.post(address(running_sitting, "register"), follow=True)
    assert response.redirect_chain[0][0] == "/assessments/GEN-L1/"
    assert "has closed" in response.content.decode()


def test_registering_needs_a_post_and_a_sign_in(
    client: Client, practitioner_client: Client, running_sitting: Sitting
) -> None:
    assert practitioner_client.get(address(running_sitting, "register")).status_code == 405
    response = client.post(address(running_sitting, "register"))
    assert response["Location"].startswith("/accounts/login/")
    assert not Registration.objects.exists()


def test_draft_sitting_is_not_there_to_register_for(practitioner_client: Client, running_sitting: Sitting) -> None:
    Sitting.objects.update(state=SittingState.DRAFT)
    assert practitioner_client.post(address(running_sitting, "register")).status_code == 404


def test_start_page_tells_the_rules_and_the_time(
    practitioner_client: Client, running_registration: Registration
) -> None:
    page = practitioner_client.get(address(running_registration.sitting, "start"))
    assert "Start now" in page.content.decode()
    assert "120" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_start_page_before_the_opening_has_no_button(
    practitioner_client: Client, running_registration: Registration
) -> None:
    soon = timezone.now() + timedelta(hours=1)
    Sitting.objects.update(opens_at=soon, closes_at=soon + timedelta(hours=4))
    page = practitioner_client.get(address(running_registration.sitting, "start")).content.decode()
    assert "Start now" not in page
    assert "The start button appears here" in page
    assert "Cancel my registration" in page


def test_start_page_warns_when_the_window_is_shorter_than_the_time(
    practitioner_client: Client, running_registration: Registration
) -> None:
    Sitting.objects.update(closes_at=timezone.now() + timedelta(minutes=30))
    page = practitioner_client.get(address(running_registration.sitting, "start")).content.decode()
    assert "Less time than usual" in page


def test_starting_twice_opens_one_attempt(practitioner_client: Client, running_registration: Registration) -> None:
    answers = [practitioner_client.post(address(running_registration.sitting, "start")) for _click in range(2)]
    attempt = Attempt.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/attempts/{attempt.pk}/"] * 2


def test_starting_too_early_is_refused(practitioner_client: Client, running_registration: Registration) -> None:
    soon = timezone.now() + timedelta(hours=1)
    Sitting.objects.update(opens_at=soon, closes_at=soon + timedelta(hours=4))
    response = practitioner_client.post(address(running_registration.sitting, "start"))
    assert response.status_code == 409
    assert "has not opened yet" in response.content.decode()


@pytest.mark.parametrize("deed", ["start", "cancel"])
def test_someone_elses_seat_is_not_there(
    outsider_client: Client, outsider: Practitioner, running_registration: Registration, deed: str
) -> None:
    assert outsider_client.post(address(running_registration.sitting, deed)).status_code == 404
    assert outsider_client.get(address(running_registration.sitting, "start")).status_code == 404


def test_cancelling_frees_the_seat(practitioner_client: Client, running_registration: Registration) -> None:
    soon = timezone.now() + timedelta(hours=1)
    Sitting.objects.update(opens_at=soon, closes_at=soon + timedelta(hours=4))
    for _click in range(2):
        response = practitioner_client.post(address(running_registration.sitting, "cancel"))
        assert response["Location"] == "/assessments/GEN-L1/"
    assert Registration.objects.get().state == RegistrationState.CANCELLED
    page = practitioner_client.get(address(running_registration.sitting, "start")).content.decode()
    assert "This registration is canceled" in page


@pytest.mark.parametrize(
    ("started", "text"),
    [(timedelta(minutes=1), "Your attempt is open"), (timedelta(hours=3), "Your attempt has ended")],
)
def test_start_page_knows_the_attempt(
    practitioner_client: Client, running_attempt: Attempt, started: timedelta, text: str
) -> None:
    began = timezone.now() - started
    Attempt.objects.update(started_at=began, deadline_at=began + timedelta(hours=2))
    page = practitioner_client.get(address(running_attempt.registration.sitting, "start")).content.decode()
    assert text in page


@pytest.mark.parametrize(
    ("state", "closed", "text"),
    [
        (SittingState.PUBLISHED, True, "The sitting is over"),
        (SittingState.CANCELLED, False, "The sitting is called off"),
    ],
)
def test_start_page_of_a_sitting_that_cannot_be_sat(
    practitioner_client: Client, running_registration: Registration, state: SittingState, closed: bool, text: str
) -> None:
    Sitting.objects.update(state=state)
    if closed:
        Sitting.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    page = practitioner_client.get(address(running_registration.sitting, "start")).content.decode()
    assert text in page
    assert "Start now" not in page
