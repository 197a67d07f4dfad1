"""The demonstration is what its visitors are promised, however often it is made."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from certification.certificates.enums import BatchRowState, RenewalDecision
from certification.certificates.models import (
    Certificate,
    CertificateTemplate,
    IssueBatch,
    PaperImport,
    Renewal,
    Revocation,
)
from certification.certificates.services import apply_for_renewal
from certification.employers.models import BulkCheck, EmployerMember, WebhookDelivery
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


def test_demo_names_an_example_of_what_happens_to_certificates_and_of_what_employers_have(
    demo: dict[str, Any], client: Client
) -> None:
    kinds = demo["certificates_by_kind"]
    assert {kind: example["number"][5] for kind, example in kinds.items()} == {kind: kind for kind in "ATHL"}
    for public in (*kinds.values(), demo["paper_certificate"], demo["renewal_reminded"], demo["shared_page"]):
        page = client.get(public["url"].removeprefix(demo["site"]))
        assert page.status_code == 200
        assert public["number"] in page.text
    client.force_login(User.objects.get(email=demo["accounts"]["administrator"]["email"]))
    for key in (
        "paper_register",
        "finished_batch",
        "contribution",
        "renewal_waiting",
        "renewal_granted",
        "revocation_waiting",
        "employer",
        "employer_waiting",
    ):
        assert client.get(demo[key]["url"].removeprefix(demo["site"])).status_code == 200, key
    client.force_login(User.objects.get(email=demo["accounts"]["employer"]["email"]))
    for key in ("finished_check", "webhook"):
        assert client.get(demo[key]["url"].removeprefix(demo["site"])).status_code == 200, key


def test_demo_has_a_certificate_in_every_stage_of_its_life(demo: dict[str, Any]) -> None:
    batches = IssueBatch.objects.order_by("pk")
    assert [(batch.kind, {row.state for row in batch.rows.all()}) for batch in batches] == [
        ("T", {BatchRowState.ISSUED}),
        ("H", {BatchRowState.ISSUED}),
    ]
    assert [renewal.decision for renewal in Renewal.objects.order_by("pk")] == [RenewalDecision.GRANTED, ""]
    assert [revocation.decision for revocation in Revocation.objects.order_by("pk")] == ["confirmed", ""]
    assert PaperImport.objects.get().records.count() == 4
    assert {(each.kind, each.layout, each.language) for each in CertificateTemplate.objects.exclude(version=1)} == {
        ("T", "column", "both"),
        ("L", "column", "en"),
    }
    reminded = Certificate.objects.get(uuid=demo["renewal_reminded"]["uuid"])
    assert reminded.holder.user.email == demo["accounts"]["renewing practitioner"]["email"]
    # Signed in, that person can apply at once.
    assert apply_for_renewal(certificate=reminded, applicant=reminded.holder.user, now=timezone.now()).pk
    # Nothing has been sent to the invented employer's server.
    assert not WebhookDelivery.objects.exists()


def test_demo_key_opens_the_api(demo: dict[str, Any], client: Client) -> None:
    asked = {"number": demo["certificates"][0]["number"], "name": demo["certificates"][0]["name"]}
    answer = client.post(
        "/api/v1/verify/bulk",
        {"certificates": [asked]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {demo['api_key']['key']}"},
    )

    assert answer.status_code == 200
    assert answer.json()["answers"][0]["status"] == "valid"


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
