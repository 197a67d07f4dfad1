"""Certificates in batches, from paper, and renewed."""

from uuid import UUID

import pytest

from certification.certificates.enums import Kind
from certification.certificates.models import (
    Certificate,
    CertificateTemplate,
    IssueBatch,
    PaperImport,
    Renewal,
    RenewalRuleSet,
)
from certification.certificates.services import apply_for_renewal, create_issue_batch, read_paper_file
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.certificates.paper_cast import paper_file
from tests.certification.certificates.renewal_cast import IN_TIME, keep_up_hours
from tests.conftest import signed_in
from tests.repeated_posts.clicks import WAGTAIL_JOURNAL, press_twice, repeats

pytestmark = pytest.mark.usefixtures("signing_keys")


@pytest.fixture
def _in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still, in the weeks in which a renewal can be applied for."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: IN_TIME)


@pytest.fixture
def renewal(certificate: Certificate, practitioner: Practitioner, registrar: User) -> Renewal:
    keep_up_hours(practitioner, registrar)
    return apply_for_renewal(certificate=certificate, applicant=practitioner.user, now=IN_TIME)


@repeats("certificates:new_batch")
def test_batch_is_created(result: Result, registrar: User) -> None:
    sent = {"key": "5f0c7a52-8d9e-4a63-9f55-0f2f1b6a7c10", "kind": "A", "year": "2025", "chosen": [result.pk]}

    press_twice(signed_in(registrar), "/desk/certificates/batches/new/", sent, says="The batch is on its way.")

    assert IssueBatch.objects.count() == 1


@repeats("certificates:batch_retry")
def test_refused_rows_are_tried_again(result: Result, registrar: User) -> None:
    batch = create_issue_batch(
        key=UUID(int=1), kind=Kind.COMPETENCY, year=None, chosen=[result.pk], created_by=registrar, now=NOW
    )
    batch.rows.update(state="refused", refusal="…", settled_at=NOW)

    press_twice(
        signed_in(registrar),
        f"/desk/certificates/batches/{batch.pk}/retry/",
        says="No refused row is left to try again.",
    )


@repeats("certificates:paper")
def test_paper_file_is_checked(registrar: User) -> None:
    press_twice(
        signed_in(registrar), "/desk/certificates/paper/", {"file": paper_file({})}, says="1 row, nothing wrong"
    )

    assert PaperImport.objects.count() == 1


@repeats("certificates:paper_file")
def test_paper_certificates_are_entered(template: CertificateTemplate, registrar: User) -> None:
    source = read_paper_file(upload=paper_file({}), uploaded_by=registrar, now=NOW)

    press_twice(
        signed_in(registrar),
        f"/desk/certificates/paper/{source.pk}/",
        says="1 certificate of this file is in the register.",
    )

    assert Certificate.objects.count() == 1


@repeats("certificates:my_renewal")
@pytest.mark.usefixtures("_in_the_window")
def test_renewal_is_applied_for(certificate: Certificate, practitioner: Practitioner, registrar: User) -> None:
    keep_up_hours(practitioner, registrar)

    press_twice(
        signed_in(practitioner.user),
        f"/my/certificates/{certificate.uuid}/renewal/",
        says="Your application has been received.",
    )

    assert Renewal.objects.count() == 1


@repeats("certificates:grant_renewal")
@pytest.mark.usefixtures("_in_the_window")
def test_renewal_is_granted(renewal: Renewal, registrar: User) -> None:
    press_twice(signed_in(registrar), f"/desk/certificates/renewals/{renewal.pk}/grant/", says="has been issued.")

    assert Certificate.objects.count() == 2


@repeats("certificates:renewal")
@pytest.mark.usefixtures("_in_the_window")
def test_renewal_is_declined(renewal: Renewal, registrar: User) -> None:
    press_twice(
        signed_in(registrar),
        f"/desk/certificates/renewals/{renewal.pk}/",
        {"reason": "资料待核对"},
        says="The renewal is declined.",
    )

    assert Renewal.objects.get().decision == "declined"


@repeats("renewal_rule_sets:add")
def test_version_of_the_renewal_rules_is_added(registrar: User) -> None:
    sent = {
        "code": "renewal-2099",
        "effective_on": "2099-01-01",
        "basis": "续期规定，2099年版",
        "parameters": '{"hours_years": 2, "opens_days_before": 60, "reminder_days_before": [60, 14]}',
    }

    press_twice(
        signed_in(registrar),
        "/cms/renewal_rule_sets/new/",
        sent,
        says="already exists",
        apart_from=(WAGTAIL_JOURNAL,),
    )

    assert RenewalRuleSet.objects.filter(code="renewal-2099").count() == 1
