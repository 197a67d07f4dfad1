"""Employers: the application and its decision, lists, keys and webhooks."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certification.certificates.models import Certificate
from certification.employers.models import BulkCheck, EmployerMember, WebhookDelivery, WebhookEndpoint
from lms.accounts.models import Organization, User
from lms.api.models import ApiKey
from tests.cast import NOW, make_user
from tests.certification.employers.cast import CODE, apply, make_member, make_webhook
from tests.conftest import signed_in
from tests.lms.api.cast import issue_key
from tests.repeated_posts.clicks import press_twice, repeats


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@pytest.fixture
def clerk(db: None) -> User:
    return make_user("clerk@example.com", "人事专员")


@pytest.fixture
def member(clerk: User, registrar: User) -> EmployerMember:
    return make_member(clerk, registrar)


@pytest.fixture
def hiring(member: EmployerMember) -> Organization:
    assert member.organization is not None
    return member.organization


@pytest.fixture
def clerk_client(member: EmployerMember) -> Client:
    return signed_in(member.user)


@repeats("employers:apply")
def test_employer_applies(clerk: User) -> None:
    sent = {"organization_name": "招聘公司", "credit_code": CODE, "position": "主管", "purpose": "招聘"}

    press_twice(signed_in(clerk), "/my/employer/apply/", sent, says="Your application is being looked at")


@repeats("employers:approve")
def test_employer_is_approved(clerk: User, registrar: User) -> None:
    path = f"/desk/employers/{apply(clerk).pk}/approve/"

    press_twice(signed_in(registrar), path, says="This application has been decided already.")


@repeats("employers:decline")
def test_employer_is_declined(clerk: User, registrar: User) -> None:
    path = f"/desk/employers/{apply(clerk).pk}/decline/"

    press_twice(signed_in(registrar), path, {"reason": "查无此机构"}, says="This application has been decided already.")


@repeats("employers:end_membership")
def test_access_is_ended(member: EmployerMember, registrar: User) -> None:
    path = f"/desk/employers/{member.pk}/end/"

    press_twice(signed_in(registrar), path, {"reason": "离职"}, says="The access has ended")


@repeats("employers:desk_end_key")
def test_key_is_ended_at_the_desk(member: EmployerMember, hiring: Organization, clerk: User, registrar: User) -> None:
    key = issue_key(hiring, clerk).key

    press_twice(signed_in(registrar), f"/desk/employers/{member.pk}/keys/{key.pk}/end/", says="The key has ended.")


@repeats("employers:upload")
def test_list_is_sent(clerk_client: Client) -> None:
    file = SimpleUploadedFile("list.csv", "证书编号,姓名\nTJIP-A-2025-PAT2-000123-7,林虚光".encode())

    press_twice(clerk_client, "/my/employer/checks/", {"form_id": uuid4(), "file": file}, says="TJIP-A-2025-PAT2")

    assert BulkCheck.objects.count() == 1


@repeats("employers:keys")
def test_key_is_made(clerk_client: Client) -> None:
    sent = {"form_id": uuid4(), "name": "人事系统", "scopes": ["verify"], "days": "30"}

    press_twice(clerk_client, "/my/employer/keys/", sent, says="This key has been made already")

    assert ApiKey.objects.count() == 1


@repeats("employers:end_key")
def test_key_is_ended(clerk_client: Client, hiring: Organization, clerk: User) -> None:
    key = issue_key(hiring, clerk).key

    press_twice(clerk_client, f"/my/employer/keys/{key.pk}/end/", says="The key has ended.")


@repeats("employers:webhooks")
def test_webhook_is_made(clerk_client: Client) -> None:
    sent = {"form_id": uuid4(), "url": "http://127.0.0.1:9/hook"}

    press_twice(clerk_client, "/my/employer/webhooks/", sent, says="This webhook has been made already")

    assert WebhookEndpoint.objects.count() == 1


@repeats("employers:end_webhook")
def test_webhook_is_ended(clerk_client: Client, hiring: Organization, clerk: User) -> None:
    endpoint, _secret = make_webhook(hiring, clerk)

    press_twice(clerk_client, f"/my/employer/webhooks/{endpoint.uuid}/end/", says="The webhook has ended.")


@repeats("employers:replay")
def test_message_is_sent_again(
    clerk_client: Client, hiring: Organization, clerk: User, certificate: Certificate
) -> None:
    endpoint, _secret = make_webhook(hiring, clerk)
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint, event=certificate.events.get(), body="{}", created_at=NOW, given_up_at=NOW
    )

    press_twice(
        clerk_client,
        f"/my/employer/webhooks/{endpoint.uuid}/{delivery.uuid}/replay/",
        says="This message is still waiting for its next try.",
    )
