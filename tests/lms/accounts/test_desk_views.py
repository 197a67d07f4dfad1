"""The registrar's screen for licenses."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.accounts import services
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.cast import make_practitioner
from tests.conftest import signed_in

LICENSES = "/desk/licenses/"
NUMBER = "1210012345.6"


@pytest.fixture
def agent(practitioner: Practitioner) -> Practitioner:
    practitioner.license_number = NUMBER
    practitioner.save()
    return practitioner


@pytest.fixture
def desk(registrar: User) -> Client:
    return signed_in(registrar)


@pytest.mark.parametrize("path", ["", "verify/", "refuse/"])
def test_outsider_finds_no_such_page(outsider_client: Client, agent: Practitioner, path: str) -> None:
    address = LICENSES + (f"{agent.pk}/{path}" if path else "")
    answer = outsider_client.post(address) if path == "verify/" else outsider_client.get(address)
    assert answer.status_code == 404


def test_other_staff_find_no_such_page(examiner: User, agent: Practitioner) -> None:
    assert signed_in(examiner).get(LICENSES).status_code == 404


def test_anonymous_visitor_signs_in_first(client: Client, db: None) -> None:
    assert client.get(LICENSES).headers["Location"] == f"/accounts/login/?next={LICENSES}"


def test_verifying_moves_the_person_and_tells_them(desk: Client, agent: Practitioner) -> None:
    assert NUMBER in desk.get(LICENSES).content.decode()

    answer = desk.post(f"{LICENSES}{agent.pk}/verify/", {"license_number": NUMBER})

    assert answer.headers["Location"] == LICENSES
    assert "No license waits." in desk.get(LICENSES).content.decode()
    assert NUMBER in desk.get(LICENSES, {"state": "verified"}).content.decode()
    assert Message.objects.get(recipient=agent.user).subject == "Your patent agent license is verified"


def test_second_click_on_verify_gets_the_same_answer(desk: Client, agent: Practitioner) -> None:
    for _click in range(2):
        answer = desk.post(f"{LICENSES}{agent.pk}/verify/", {"license_number": NUMBER})
        assert answer.headers["Location"] == LICENSES
    assert Message.objects.filter(recipient=agent.user).count() == 1


@pytest.mark.parametrize("seen", ["", "1210000000.0"])
def test_verifying_a_number_that_is_not_there_is_refused(desk: Client, agent: Practitioner, seen: str) -> None:
    answer = desk.post(f"{LICENSES}{agent.pk}/verify/", {"license_number": seen})
    assert answer.status_code == 409
    assert "Open the list again" in answer.content.decode()


def test_refusing_needs_a_reason(desk: Client, agent: Practitioner) -> None:
    page = desk.post(f"{LICENSES}{agent.pk}/refuse/", {"license_number": NUMBER, "reason": " "})
    assert list(page.context["form"].errors) == ["reason"]
    agent.refresh_from_db()
    assert agent.license_number == NUMBER


def test_refusing_takes_the_number_off_and_tells_why(desk: Client, agent: Practitioner) -> None:
    address = f"{LICENSES}{agent.pk}/refuse/"
    assert NUMBER in desk.get(address).content.decode()

    answer = desk.post(address, {"license_number": NUMBER, "reason": "名字不符"})

    assert answer.headers["Location"] == LICENSES
    assert "名字不符" in Message.objects.get(recipient=agent.user).body
    page = desk.get(address, follow=True)
    assert page.redirect_chain == [(LICENSES, 302)]
    assert "林虚光 has no license number on file." in page.content.decode()


def test_search_finds_by_name_employer_and_number(
    desk: Client, agent: Practitioner, outsider: Practitioner, registrar: User, now: datetime
) -> None:
    Practitioner.objects.filter(pk=outsider.pk).update(license_number="999")
    for text in ("林虚", "海河", "0012345"):
        assert [row.name for row in desk.get(LICENSES, {"q": text}).context["page_obj"]] == [agent.name]
    assert "Nobody matches." in desk.get(LICENSES, {"q": "nobody"}).content.decode()
    services.verify_license(practitioner=agent, verified_by=registrar, now=now)
    assert "No license is verified" not in desk.get(LICENSES, {"state": "verified"}).content.decode()


@pytest.mark.parametrize("state", ["waiting", "verified"])
def test_list_asks_as_often_for_three_rows_as_for_one(
    desk: Client, agent: Practitioner, registrar: User, now: datetime, state: str
) -> None:
    def show_with(number: int) -> int:
        person = make_practitioner(f"p{number}@example.com", f"何拟{number}", employer=agent.employer)
        person.license_number = f"{number}.0"
        if state == "verified":
            person.license_verified_by, person.license_verified_at = registrar, now + timedelta(days=number)
        person.save()
        with CaptureQueriesContext(connection) as queries:
            desk.get(LICENSES, {"state": state})
        return len(queries)

    show_with(1)
    once = show_with(2)
    show_with(3)
    assert show_with(4) == once
