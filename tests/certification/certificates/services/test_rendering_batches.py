from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from pytest_django import DjangoAssertNumQueries

from certification.certificates import tasks
from certification.certificates.enums import DocumentState, Kind
from certification.certificates.models import Certificate, CertificateDocument
from certification.certificates.services import (
    create_issue_batch,
    issue_batch,
    render_batch,
    render_document,
    render_waiting_documents,
    rendering_batches,
)
from certification.marking.models import Result
from certification.sittings.models import Sitting
from lms.accounts.models import Practitioner, User
from tests.cast import make_practitioner
from tests.certification.certificates.cast import make_certificate, make_result, make_template
from tests.certification.sittings.cast import (
    make_assessment,
    make_attempt,
    make_paper,
    make_registration,
    make_sitting,
)

LATER = timedelta(days=2)


def issue_together(results: Sequence[Result], registrar: User, now: datetime) -> list[CertificateDocument]:
    batch = create_issue_batch(
        key=uuid4(),
        kind=Kind.COMPETENCY,
        year=None,
        chosen=[each.pk for each in results],
        created_by=registrar,
        now=now,
    )
    issue_batch(batch_id=batch.pk, now=now)
    return list(CertificateDocument.objects.filter(certificate__result__in=results).order_by("pk"))


@pytest.fixture
def documents(
    practitioner: Practitioner, colleague: Practitioner, registrar: User, now: datetime
) -> list[CertificateDocument]:
    """Of two certificates that were issued in one batch."""
    make_template()
    return issue_together([make_result(person, registrar) for person in (practitioner, colleague)], registrar, now)


@pytest.fixture
def sitting(registrar: User, outsider: Practitioner, now: datetime) -> Sitting:
    """Open for four hours from two days later on; one candidate."""
    paper = make_paper("busy", registrar)
    made = make_sitting("busy", make_assessment("busy", paper), paper, opens_at=now + LATER)
    make_registration(made, outsider)
    return made


def states() -> list[str]:
    return list(CertificateDocument.objects.order_by("pk").values_list("state", flat=True))


def test_a_batch_is_rendered_each_document_once(documents: list[CertificateDocument], now: datetime) -> None:
    assert [render_batch(now=now), render_batch(now=now)] == [2, 0]

    rows = CertificateDocument.objects.all()
    assert {row.state for row in rows} == {DocumentState.RENDERED}
    assert {row.tries for row in rows} == {1}
    assert len({row.sha256 for row in rows}) == 2
    assert all(storages["private"].exists(row.file) for row in rows)


def test_a_document_of_a_batch_is_left_to_the_workers_of_batches(
    documents: list[CertificateDocument], now: datetime
) -> None:
    assert [render_document(document_id=document.pk, now=now) for document in documents] == [False, False]
    assert render_waiting_documents(now=now) == 0
    assert states() == [DocumentState.WAITING] * 2


def test_a_single_document_is_not_a_batchs(certificate: Certificate, now: datetime) -> None:
    assert render_batch(now=now) == 0
    assert states() == [DocumentState.WAITING]
    assert render_waiting_documents(now=now) == 1


def test_a_batch_waits_while_a_candidate_writes_and_a_single_document_does_not(
    documents: list[CertificateDocument], sitting: Sitting, outsider: Practitioner, registrar: User, now: datetime
) -> None:
    moment = now + LATER + timedelta(hours=1)
    make_attempt(sitting.registrations.get(), started_at=moment - timedelta(minutes=10), minutes=20)
    single = make_certificate(outsider, registrar, now=now)

    assert render_batch(now=moment) == 0
    assert render_document(document_id=CertificateDocument.objects.get(certificate=single).pk, now=moment) is True
    assert render_batch(now=moment + timedelta(minutes=10)) == 2


def test_a_killed_workers_claims_are_taken_up_when_their_time_is_over(
    documents: list[CertificateDocument], now: datetime
) -> None:
    claimed = rendering_batches._claim_next(now)

    assert claimed == [document.pk for document in documents]
    assert render_batch(now=now + timedelta(seconds=39)) == 0
    assert render_batch(now=now + timedelta(seconds=40)) == 2
    assert set(CertificateDocument.objects.values_list("tries", flat=True)) == {2}


def test_a_few_are_made_at_a_time_and_the_rest_is_asked_for(
    documents: list[CertificateDocument], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(rendering_batches, "_AT_ONCE", 1)
    monkeypatch.setattr(rendering_batches, "send_after_commit", asked.append)

    assert [render_batch(now=now) for _ in range(3)] == [1, 1, 0]
    assert asked == [tasks.render_batch] * 2


def test_one_failure_does_not_hold_up_the_rest(
    documents: list[CertificateDocument], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Certificate.objects.filter(document=documents[0]).update(is_test=False)

    assert render_batch(now=now) == 1
    assert states() == [DocumentState.FAILED, DocumentState.RENDERED]
    assert "only a test key is in place" in CertificateDocument.objects.order_by("pk")[0].error


def test_claiming_takes_as_many_queries_for_many_as_for_few(
    registrar: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_template()
    paper = make_paper("many", registrar, domain="PAT")
    people = [make_practitioner(f"many{each}@example.com", f"众人{each}") for each in range(4)]
    issue_together([make_result(person, registrar, paper=paper) for person in people[:1]], registrar, now)
    with django_assert_num_queries(4):
        assert len(rendering_batches._claim_next(now)) == 1
    issue_together([make_result(person, registrar, paper=paper) for person in people[1:]], registrar, now)
    with django_assert_num_queries(4):
        assert len(rendering_batches._claim_next(now)) == 3
