"""What the database itself refuses of employers, checks and webhooks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certification.certificates.models import Certificate
from certification.employers.enums import CheckSource, MemberState
from certification.employers.models import BulkCheck, CheckedRow, EmployerMember, WebhookDelivery, WebhookEndpoint
from certification.employers.models.check import CheckedRow as Row
from lms.accounts.models import Organization, User
from lms.api.models import ApiKey
from tests.cast import NOW
from tests.certification.employers.cast import apply, make_webhook
from tests.lms.api.cast import issue_key


def refuses(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("employer_member_decided_whole", {"state": MemberState.DECLINED, "reason": "x"}),
        ("employer_member_reason_given", {"state": MemberState.DECLINED, "decided": True}),
        ("employer_member_of_organization", {"state": MemberState.APPROVED, "decided": True}),
        ("employer_member_ended_whole", {"ended_at": NOW}),
    ],
)
def test_member_is_whole(clerk: User, registrar: User, constraint: str, changes: dict[str, Any]) -> None:
    member = apply(clerk)
    if changes.pop("decided", False):
        changes |= {"decided_by": registrar, "decided_at": NOW}

    with refuses(constraint), transaction.atomic():
        EmployerMember.objects.filter(pk=member.pk).update(**changes)


def test_nobody_decides_about_themselves(clerk: User, hiring: Organization) -> None:
    with refuses("employer_member_decided_by_another"), transaction.atomic():
        EmployerMember.objects.update(decided_by=clerk)


def test_one_open_application_each(member: EmployerMember) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EmployerMember.objects.create(
            user=member.user, organization_name="x", credit_code="x", position="x", purpose="x", applied_at=NOW
        )


@pytest.fixture
def check_fields(clerk: User, hiring: Organization) -> dict[str, Any]:
    return {
        "organization": hiring,
        "source": CheckSource.UPLOAD,
        "requested_by": clerk,
        "as_of": NOW,
        "created_at": NOW,
        "row_count": 2,
    }


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("bulk_check_names_who_asked", {"requested_by": None}),
        ("bulk_check_names_who_asked", {"source": CheckSource.API}),
        ("bulk_check_finished_whole", {"finished_at": NOW}),
        ("bulk_check_finished_whole", {"finished_at": NOW, "found_count": 3}),
        ("bulk_check_of_at_most_500", {"row_count": 0}),
        ("bulk_check_of_at_most_500", {"row_count": 501}),
    ],
)
def test_check_is_whole(check_fields: dict[str, Any], constraint: str, changes: dict[str, Any]) -> None:
    with refuses(constraint), transaction.atomic():
        BulkCheck.objects.create(**check_fields | changes)


def test_form_starts_one_check(check_fields: dict[str, Any]) -> None:
    first = BulkCheck.objects.create(**check_fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        BulkCheck.objects.create(**check_fields, form_id=first.form_id)


def test_row_that_was_found_names_its_certificate(check_fields: dict[str, Any], certificate: Certificate) -> None:
    check_run = BulkCheck.objects.create(**check_fields)
    CheckedRow.objects.create(check_run=check_run, position=1)

    for wrong in ({"finding": "found"}, {"certificate": certificate}, {"finding": "unknown", "told_at": NOW}):
        with refuses("checked_row_found_names_certificate"), transaction.atomic():
            Row.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckedRow.objects.create(check_run=check_run, position=1)


def test_webhook_is_whole(clerk: User, hiring: Organization) -> None:
    endpoint, _secret = make_webhook(hiring, clerk)
    twin = {
        "organization": hiring,
        "url": endpoint.url,
        "secret_encrypted": "x",
        "made_by": clerk,
        "made_at": NOW,
    }

    with refuses("webhook_endpoint_ended_whole"), transaction.atomic():
        WebhookEndpoint.objects.update(ended_at=NOW)
    with refuses("webhook_endpoint_ended_whole"), transaction.atomic():
        WebhookEndpoint.objects.update(ended_by=clerk)
    with refuses("webhook_endpoint_ended_whole"), transaction.atomic():
        WebhookEndpoint.objects.update(ended_by=clerk, ended_at=NOW - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookEndpoint.objects.create(**twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookEndpoint.objects.create(**twin | {"url": "https://other.example", "form_id": endpoint.form_id})


def test_delivery_waits_or_is_over(clerk: User, hiring: Organization, certificate: Certificate) -> None:
    endpoint, _secret = make_webhook(hiring, clerk)
    event = certificate.events.get()
    fields = {"endpoint": endpoint, "event": event, "body": "{}", "created_at": NOW}
    WebhookDelivery.objects.create(**fields, try_after=NOW)

    for wrong in (
        {"try_after": None},
        {"delivered_at": NOW},
        {"try_after": None, "delivered_at": NOW, "given_up_at": NOW},
    ):
        with refuses("webhook_delivery_waits_or_is_over"), transaction.atomic():
            WebhookDelivery.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookDelivery.objects.create(**fields, try_after=NOW)


def test_check_of_a_program_names_its_key(check_fields: dict[str, Any], clerk: User, hiring: Organization) -> None:
    key: ApiKey = issue_key(hiring, clerk).key

    made = BulkCheck.objects.create(**check_fields | {"source": CheckSource.API, "requested_by": None, "api_key": key})

    assert made.api_key == key
