"""Many at once, with real transactions on PostgreSQL."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from certification.certificates.enums import EventType, Kind, RevocationCategory
from certification.certificates.models import (
    Certificate,
    CertificateDocument,
    CertificateEvent,
    IssueBatch,
    NumberCounter,
    Revocation,
)
from certification.certificates.services import (
    apply_for_renewal,
    confirm_revocation,
    create_issue_batch,
    enter_paper_certificates,
    grant_renewal,
    issue_batch,
    issue_certificate,
    propose_revocation,
    read_paper_file,
    reissue_certificate,
    render_document,
)
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.cast import make_practitioner
from tests.certification.certificates.cast import colleague_of, make_result, make_template
from tests.certification.certificates.paper_cast import paper_file
from tests.certification.certificates.renewal_cast import IN_TIME, keep_up_hours
from tests.certification.sittings.cast import make_paper
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MANY = 20


def test_twenty_requests_for_one_result_issue_one_certificate(result: Result, registrar: User, now: datetime) -> None:
    certificates = at_once([lambda: issue_certificate(result=result, issued_by=registrar, now=now)] * MANY)

    assert len({certificate.pk for certificate in certificates}) == 1
    assert (Certificate.objects.count(), CertificateDocument.objects.count()) == (1, 1)
    assert NumberCounter.objects.get().last_serial == 1


def test_twenty_results_get_twenty_numbers_without_a_gap(registrar: User, now: datetime) -> None:
    make_template()
    paper = make_paper("race", registrar, domain="PAT")
    people = [make_practitioner(f"race{each}@example.com", f"竞速{each}") for each in range(MANY)]
    results = [make_result(person, registrar, paper=paper) for person in people]

    def issue(result: Result) -> Callable[[], Certificate]:
        return lambda: issue_certificate(result=result, issued_by=registrar, now=now)

    certificates = at_once([issue(result) for result in results])

    serials = sorted(int(certificate.number.split("-")[4]) for certificate in certificates)
    assert serials == list(range(1, MANY + 1))


def test_twenty_proposals_and_twenty_confirmations_are_one(
    certificate: Certificate, registrar: User, now: datetime
) -> None:
    colleague = colleague_of(registrar)

    def propose() -> Revocation:
        return propose_revocation(
            certificate=certificate,
            category=RevocationCategory.FRAUD,
            note="替考",
            evidence="监考记录",
            proposed_by=colleague,
            now=now,
        )

    proposals = at_once([propose] * MANY)
    assert len({proposal.pk for proposal in proposals}) == 1

    def confirm() -> Revocation:
        return confirm_revocation(revocation=proposals[0], decided_by=registrar, reason="已核对", now=now)

    assert len({decided.event_id for decided in at_once([confirm] * MANY)}) == 1
    assert CertificateEvent.objects.filter(type=EventType.REVOKED).count() == 1


def test_four_workers_issue_a_batch_once(registrar: User, practitioner: Practitioner, now: datetime) -> None:
    make_template()
    paper = make_paper("race", registrar, domain="PAT")
    results = [make_result(practitioner, registrar, paper=paper) for _each in range(MANY)]
    batch = create_issue_batch(
        key=UUID(int=1),
        kind=Kind.COMPETENCY,
        year=None,
        chosen=[result.pk for result in results],
        created_by=registrar,
        now=now,
    )

    settled = at_once([lambda: issue_batch(batch_id=batch.pk, now=now)] * 4)

    assert sum(settled) == MANY
    assert Certificate.objects.count() == NumberCounter.objects.get().last_serial == MANY
    assert set(batch.rows.values_list("state", flat=True)) == {"issued"}


def test_a_form_that_comes_ten_times_is_one_batch(result: Result, registrar: User, now: datetime) -> None:
    def create() -> IssueBatch:
        return create_issue_batch(
            key=UUID(int=1), kind=Kind.COMPETENCY, year=None, chosen=[result.pk], created_by=registrar, now=now
        )

    assert len({batch.pk for batch in at_once([create] * 10)}) == 1


def test_paper_certificates_are_entered_once_by_many(registrar: User, now: datetime) -> None:
    make_template()
    source = read_paper_file(upload=paper_file({}, {"number": "JZ2019-0123"}), uploaded_by=registrar, now=now)

    counts = at_once([lambda: enter_paper_certificates(source=source, entered_by=registrar, now=now)] * 10)

    assert set(counts) == {2}
    assert Certificate.objects.count() == 2


def test_a_renewal_is_granted_once_by_many(
    certificate: Certificate, practitioner: Practitioner, registrar: User
) -> None:
    keep_up_hours(practitioner, registrar)
    renewal = apply_for_renewal(certificate=certificate, applicant=practitioner.user, now=IN_TIME)

    granted = at_once([lambda: grant_renewal(renewal=renewal, decided_by=registrar, now=IN_TIME)] * 10)

    assert len({each.renewed_id for each in granted}) == 1
    assert Certificate.objects.count() == 2


def test_twenty_reissues_are_one(certificate: Certificate, registrar: User, now: datetime) -> None:
    issues = at_once(
        [lambda: reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now)] * MANY
    )

    assert {issue.issue for issue in issues} == {2}
    assert Certificate.objects.count() == 2


def test_two_workers_render_a_document_once(
    certificate: Certificate, practitioner: Practitioner, now: datetime
) -> None:
    document = CertificateDocument.objects.get()

    made = at_once([lambda: render_document(document_id=document.pk, now=now)] * 4)

    assert sorted(made) == [False, False, False, True]
