"""Who one is, what one agrees to, and what the registrar decides about it."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client

from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.cast import NOW
from tests.conftest import signed_in
from tests.lms.accounts.conftest import RESIDENT_CARD
from tests.repeated_posts.clicks import press_twice, repeats

NUMBER = "1210012345.6"


@pytest.fixture
def agent(practitioner: Practitioner) -> Practitioner:
    practitioner.license_number = NUMBER
    practitioner.save()
    return practitioner


@repeats("accounts:begin_single_sign_on")
def test_way_to_a_provider_that_is_not_there(client: Client, db: None) -> None:
    for _click in range(2):
        assert client.post("/accounts/oidc/nobody/login/").status_code == 404


@repeats("accounts:confirm_address")
def test_address_is_confirmed(client: Client, newcomer: User) -> None:
    address = EmailAddress.objects.create(user=newcomer, email=newcomer.email, primary=True)
    key = EmailConfirmationHMAC(address).key

    press_twice(client, f"/accounts/confirm-email/{key}/", says="used")


@repeats("accounts:profile")
def test_newcomer_registers(newcomer_client: Client) -> None:
    typed = {
        "name": "辛新",
        "id_type": "resident",
        "id_number": RESIDENT_CARD,
        "birth_on": "1990-01-01",
        "phone": "13800000000",
        "domains": ["PAT"],
    }

    press_twice(newcomer_client, "/my/profile/", typed, says="Your details are saved.")


@repeats("accounts:profile")
def test_details_are_saved(practitioner_client: Client) -> None:
    sent = {"phone": "13911112222", "license_number": NUMBER, "domains": ["PAT", "GEN"]}

    press_twice(practitioner_client, "/my/profile/", sent, says="Your details are saved.")


@repeats("accounts:consent")
def test_consent_is_given_and_withdrawn(practitioner_client: Client) -> None:
    for deed, told in (("give", "Your consent is recorded."), ("withdraw", "Your consent is withdrawn.")):
        press_twice(practitioner_client, "/my/consent/", {"kind": "publish_profile", "deed": deed}, says=told)


@repeats("accounts:verify_license")
def test_license_is_verified(agent: Practitioner, registrar: User) -> None:
    path = f"/desk/licenses/{agent.pk}/verify/"

    press_twice(signed_in(registrar), path, {"license_number": NUMBER}, says="The license of 林虚光 is verified.")


@repeats("accounts:refuse_license")
def test_license_is_refused(agent: Practitioner, registrar: User) -> None:
    sent = {"license_number": NUMBER, "reason": "名册中没有此号码"}

    press_twice(
        signed_in(registrar), f"/desk/licenses/{agent.pk}/refuse/", sent, says="林虚光 has no license number on file."
    )

    assert Message.objects.filter(recipient=agent.user).count() == 1


@repeats("accounts:correct_practitioner")
def test_person_is_corrected(practitioner: Practitioner, registrar: User) -> None:
    sent = {"name": "林旭光", "id_type": "resident", "birth_on": "1990-01-01", "reason": "登记时写错一字"}

    press_twice(
        signed_in(registrar), f"/desk/people/{practitioner.pk}/correct/", sent, says="The details of 林旭光 are saved."
    )


@repeats("notifications:messages")
def test_messages_are_read(practitioner: Practitioner, practitioner_client: Client) -> None:
    Message.objects.create(recipient=practitioner.user, subject="一封信", body="内容", created_at=NOW)

    press_twice(practitioner_client, "/my/messages/", says="0 unread messages")
