"""What the database itself refuses of a key."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lms.accounts.models import Organization, User
from lms.api.models import ApiKey
from tests.cast import NOW, make_user


@pytest.fixture
def fields(employer_organization: Organization) -> dict[str, Any]:
    clerk = make_user("clerk@example.com", "人事专员")
    return {
        "organization": employer_organization,
        "name": "人事系统",
        "prefix": "tjip_aaaaaaaaaaaa",
        "secret_sha256": "0" * 64,
        "scopes": "verify",
        "made_by": clerk,
        "made_at": NOW,
        "expires_at": NOW + timedelta(days=1),
    }


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("api_key_expires_after_made", {"expires_at": NOW}),
        ("api_key_ended_whole", {"ended_at": NOW}),
        ("api_key_has_a_scope", {"scopes": ""}),
    ],
)
def test_key_is_whole(fields: dict[str, Any], constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ApiKey.objects.create(**fields | changes)


def test_key_that_somebody_ended_says_when(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="api_key_ended_whole"), transaction.atomic():
        ApiKey.objects.create(**fields, ended_by=fields["made_by"])


def test_ended_key_ends_after_it_was_made(fields: dict[str, Any]) -> None:
    user: User = fields["made_by"]

    with pytest.raises(IntegrityError, match="api_key_ended_whole"), transaction.atomic():
        ApiKey.objects.create(**fields, ended_by=user, ended_at=NOW - timedelta(seconds=1))


def test_form_makes_one_key(fields: dict[str, Any]) -> None:
    form_id = uuid4()
    ApiKey.objects.create(**fields, form_id=form_id)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(**fields | {"prefix": "tjip_bbbbbbbbbbbb"}, form_id=form_id)


def test_prefix_names_one_key(fields: dict[str, Any]) -> None:
    ApiKey.objects.create(**fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(**fields)
