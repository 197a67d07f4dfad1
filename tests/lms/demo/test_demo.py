"""The demonstration is what its visitors are promised, however often it is made."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from certification.certificates.models import Certificate, CertificateEvent
from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from certification.sittings.models import Assessment, Sitting
from courses.catalogue.models import Course, CourseRun
from lms.accounts.models import Organization, Practitioner, User
from lms.accounts.roles import sync_roles
from lms.audit.models import AuditEntry
from lms.demo import accounts
from lms.demo.moments import TIANJIN
from lms.demo.services import OPEN_SITTING, build_demo

pytestmark = pytest.mark.django_db

STATUSES = ["valid", "suspended", "expired", "revoked", "replaced"]


def _make() -> dict[str, Any]:
    printed = StringIO()
    call_command("demo", "--json", stdout=printed)
    described: dict[str, Any] = json.loads(printed.getvalue())
    return described


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Made once, for it takes half a minute; each test undoes what it adds, and the last one leaves nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Group.objects.exists():
            sync_roles(apps)
        yield _make()
        transaction.set_rollback(True)


def test_demo_holds_what_it_promises_and_changes_nothing_the_second_time(demo: dict[str, Any]) -> None:
    assert Course.objects.count() >= 12
    assert ItemRevision.objects.filter(state=RevisionState.APPROVED).exclude(reference="").count() >= 80
    assert Assessment.objects.count() == 3
    assert (Practitioner.objects.count(), Organization.objects.count()) == (40, 6)
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


def test_demo_made_at_night_has_plausible_hours_and_a_sitting_that_is_open(roles: None) -> None:
    call_command("make_keys", stdout=StringIO())
    # 00:44 in Tianjin, which is the day before in UTC.
    night = datetime(2026, 11, 22, 16, 44, 12, 345, tzinfo=UTC)

    assert build_demo(now=night)

    for sitting in Sitting.objects.all():
        assert [f"{at.astimezone(TIANJIN):%H:%M}" for at in (sitting.opens_at, sitting.closes_at)] == ["09:00", "18:00"]
    open_sitting = Sitting.objects.get(code=OPEN_SITTING)
    assert open_sitting.opens_at <= night
    assert open_sitting.registration_closes_at >= night + timedelta(hours=2)
    begun = CourseRun.objects.get(starts_at__lte=night, enrollment_closes_at__gt=night)
    assert begun.starts_at.minute % 15 == 0
    assert begun.ends_at >= night + timedelta(minutes=90)
    hours = {at.astimezone(TIANJIN).hour for at in CertificateEvent.objects.values_list("at", flat=True) if at != night}
    assert hours <= set(range(9, 18))
    # Who was given which rights is noted by the clock, and the clock of this test goes on.
    later = AuditEntry.objects.filter(at__gt=night).exclude(action="accounts.change_rights")
    assert list(later) == []


def test_demo_accounts_sign_in_with_the_password_printed(demo: dict[str, Any]) -> None:
    printed = demo["accounts"]
    assert set(printed) == {*accounts.PRACTITIONERS, *(account.key for account in accounts.STAFF), "administrator"}
    for key in ("newcomer", "registrar", "administrator"):
        assert User.objects.get(email=printed[key]["email"]).check_password(printed[key]["password"])
    assert "totp_secret" in printed["registrar"]
