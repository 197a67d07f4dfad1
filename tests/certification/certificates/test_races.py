"""Many at once, with real transactions on PostgreSQL."""

from collections.abc import Callable
from datetime import datetime

import pytest

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate, CertificateDocument, CertificateEvent, NumberCounter
from certification.certificates.services import (
    issue_certificate,
    reissue_certificate,
    render_document,
)
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.cast import make_practitioner
from tests.certification.certificates.cast import make_result, make_template, revoke_certificate
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


def test_twenty_revocations_are_one(certificate: Certificate, registrar: User, now: datetime) -> None:
    events = at_once(
        [lambda: revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)] * MANY
    )

    assert len({event.pk for event in events}) == 1
    assert CertificateEvent.objects.filter(type=EventType.REVOKED).count() == 1


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
