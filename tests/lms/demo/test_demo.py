"""The demonstration is what its visitors are promised, however often it is made."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from certification.certificates.models import Certificate
from certification.employers.models import BulkCheck, EmployerMember
from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from certification.sittings.models import Assessment
from courses.catalogue.models import Course, CourseRun
from lms.accounts.models import Organization, Practitioner, User
from lms.demo import accounts

pytestmark = pytest.mark.django_db

STATUSES = ["valid", "suspended", "expired", "revoked", "replaced"]


def _make() -> dict[str, Any]:
    printed = StringIO()
    call_command("demo", "--json", stdout=printed)
    described: dict[str, Any] = json.loads(printed.getvalue())
    return described


@pytest.fixture(scope="module")
def demo(emptied: None) -> dict[str, Any]:
    """Made once, for it takes half a minute; each test undoes what it adds."""
    return _make()


def test_demo_holds_what_it_promises_and_changes_nothing_the_second_time(demo: dict[str, Any]) -> None:
    assert Course.objects.count() >= 12
    assert ItemRevision.objects.filter(state=RevisionState.APPROVED).exclude(reference="").count() >= 80
    assert Assessment.objects.count() == 3
    assert (Practitioner.objects.count(), Organization.objects.count()) == (40, 7)
    assert (BulkCheck.objects.get().found_count, EmployerMember.objects.count()) == (8, 2)
    counted = [model.objects.count() for model in (User, CourseRun, Certificate)]

    again = _make()

    assert [model.objects.count() for model in (User, CourseRun, Certificate)] == counted
    assert again["certificates"] == demo["certificates"]
    assert again["accounts"] == demo["accounts"]


def test_demo_names_an_example_of_each_thing(demo: dict[str, Any], client: Client) -> None:
    assert [certificate["status"] for certificate in demo["certificates"]] == STATUSES
    assert {"run_with_free_seats", "full_run", "open_sitting", "public_profile", "private_profile"} <= demo.keys()
    public = [certificate["url"] for certificate in demo["certificates"]]
    public += [demo[key]["url"] for key in ("run_with_free_seats", "full_run", "open_sitting", "public_profile")]
    for url in public:
        assert client.get(url.removeprefix(demo["site"])).status_code == 200, url


def test_demo_accounts_sign_in_with_the_password_printed(demo: dict[str, Any]) -> None:
    printed = demo["accounts"]
    assert set(printed) == {
        *accounts.PRACTITIONERS,
        *accounts.EMPLOYERS,
        *(account.key for account in accounts.STAFF),
        "administrator",
    }
    for key in ("newcomer", "registrar", "administrator"):
        assert User.objects.get(email=printed[key]["email"]).check_password(printed[key]["password"])
    assert "totp_secret" in printed["registrar"]
