import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from certification.certificates.batches.candidates import list_candidates
from certification.certificates.batches.progress import progress_of
from certification.certificates.enums import BatchRowState, Kind
from certification.certificates.models import Certificate, CertificateTemplate, IssueBatch
from certification.certificates.services import (
    check_candidates,
    create_issue_batch,
    issue_batch,
    issue_certificate,
    issue_waiting_batches,
    retry_refused_rows,
)
from certification.certificates.services.batches import ChosenTwice, NothingChosen, NotThere
from certification.certificates.tasks import render_batch
from certification.marking.models import Result
from courses.hours.models import HoursEntry
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.cast import make_practitioner
from tests.certification.certificates.batch_cast import make_completion, meet_hours
from tests.certification.certificates.cast import make_result

NO_FONT_HAS_IT = "林\U000323b0光"


@pytest.fixture
def results(template: CertificateTemplate, practitioner: Practitioner, registrar: User) -> list[Result]:
    return [make_result(practitioner, registrar) for _number in range(3)]


def batch_of(results: list[Result], registrar: User, now: datetime, *, key: uuid.UUID | None = None) -> IssueBatch:
    return create_issue_batch(
        key=key or uuid.uuid4(),
        kind=Kind.COMPETENCY,
        year=None,
        chosen=[result.pk for result in results],
        created_by=registrar,
        now=now,
    )


def test_a_batch_is_rows_that_wait(results: list[Result], registrar: User, now: datetime) -> None:
    batch = batch_of(results, registrar, now)

    assert list(batch.rows.order_by("position").values_list("position", "result", "state")) == [
        (position, result.pk, "waiting") for position, result in enumerate(results, start=1)
    ]
    assert not Certificate.objects.exists()
    assert AuditEntry.objects.get(action="certificates.create_issue_batch").detail == {"kind": "A", "rows": 3}


def test_the_worker_issues_each_once(results: list[Result], registrar: User, now: datetime) -> None:
    batch = batch_of(results, registrar, now)

    assert [issue_batch(batch_id=batch.pk, now=now) for _worker in range(2)] == [3, 0]
    assert Certificate.objects.count() == 3
    assert [row.certificate.result for row in batch.rows.order_by("position") if row.certificate] == results


def test_a_long_batch_goes_on_in_further_tasks(
    results: list[Result], registrar: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of(results, registrar, now)
    monkeypatch.setattr("certification.certificates.services.batches._ROWS_AT_ONCE", 2)

    assert issue_batch(batch_id=batch.pk, now=now) == 2
    assert progress_of(batch).waiting == 1
    assert issue_waiting_batches(now=now) == 1
    assert progress_of(batch).waiting == 0


def test_documents_are_asked_for_as_soon_as_there_are_some(
    results: list[Result],
    registrar: User,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    batch = batch_of(results, registrar, now)
    with django_capture_on_commit_callbacks() as callbacks:
        issue_batch(batch_id=batch.pk, now=now)

    assert render_batch in {sent.args[0] for sent in callbacks if isinstance(sent, partial)}
    with django_capture_on_commit_callbacks() as callbacks:
        issue_batch(batch_id=batch.pk, now=now)
    assert callbacks == []


def test_a_refused_row_keeps_the_sentence_and_holds_up_no_other(
    results: list[Result], colleague: Practitioner, registrar: User, now: datetime
) -> None:
    Practitioner.objects.filter(pk=colleague.pk).update(name=NO_FONT_HAS_IT)
    batch = batch_of([make_result(colleague, registrar), *results], registrar, now)

    issue_batch(batch_id=batch.pk, now=now)

    refused = batch.rows.get(state=BatchRowState.REFUSED)
    assert (refused.position, "U+323B0" in refused.refusal, refused.certificate) == (1, True, None)
    progress = progress_of(batch)
    assert (progress.rows, progress.issued, progress.refused, progress.rendered) == (4, 3, 1, 0)

    Practitioner.objects.filter(pk=colleague.pk).update(name="何拟想")
    assert retry_refused_rows(batch=batch, actor=registrar, now=now) == 1
    assert retry_refused_rows(batch=batch, actor=registrar, now=now) == 0
    issue_batch(batch_id=batch.pk, now=now)
    assert progress_of(batch).issued == 4
    assert AuditEntry.objects.filter(action="certificates.retry_issue_batch").count() == 1


def test_a_fault_of_ours_is_a_refusal_of_one_row(
    results: list[Result], registrar: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of(results, registrar, now)
    monkeypatch.setattr(
        "certification.certificates.services.batches.issue_certificate",
        lambda *, result, **words: 1 / 0 if result == results[0] else issue_certificate(result=result, **words),
    )

    issue_batch(batch_id=batch.pk, now=now)

    progress = progress_of(batch)
    assert (progress.issued, progress.refused) == (2, 1)


def test_the_same_form_is_the_same_batch(results: list[Result], registrar: User, now: datetime) -> None:
    key = uuid.uuid4()

    assert batch_of(results, registrar, now, key=key) == batch_of(results, registrar, now, key=key)


def test_what_waits_in_a_batch_waits_in_no_other(results: list[Result], registrar: User, now: datetime) -> None:
    batch_of(results, registrar, now)

    with pytest.raises(ChosenTwice):
        batch_of(results[:1], registrar, now)
    assert IssueBatch.objects.count() == 1


def test_a_batch_holds_what_is_there(results: list[Result], registrar: User, now: datetime) -> None:
    with pytest.raises(NothingChosen):
        batch_of([], registrar, now)
    with pytest.raises(NotThere):
        create_issue_batch(key=uuid.uuid4(), kind=Kind.COURSE, year=None, chosen=[10**9], created_by=registrar, now=now)
    assert not IssueBatch.objects.exists()


def test_the_check_says_what_issuing_would_say(
    results: list[Result], colleague: Practitioner, registrar: User, now: datetime
) -> None:
    Practitioner.objects.filter(pk=colleague.pk).update(name=NO_FONT_HAS_IT)
    refused = make_result(colleague, registrar)

    checks = {
        check.candidate.source: check.refusal for check in check_candidates(kind=Kind.COMPETENCY, year=0, now=now)
    }

    assert [checks[result.pk] for result in results] == ["", "", ""]
    assert "U+323B0" in checks[refused.pk]
    assert not Certificate.objects.exists()


def test_without_a_template_every_check_says_so(results: list[Result], now: datetime) -> None:
    CertificateTemplate.objects.all().delete()

    checks = check_candidates(kind=Kind.COMPETENCY, year=0, now=now)

    assert {check.refusal for check in checks} == {
        "There is no certificate template of this kind. Add one in the administration first."
    }


def test_checks_cost_the_same_for_one_and_three(
    template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            for kind in (Kind.COMPETENCY, Kind.COURSE, Kind.HOURS):
                check_candidates(kind=kind, year=2025, now=now)
        return len(counted)

    _one_of_each(practitioner, registrar, now)
    one = queries()
    for number in range(2):
        _one_of_each(make_practitioner(f"other{number}@example.com", "另有人"), registrar, now)

    assert queries() == one


def _one_of_each(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    make_result(practitioner, registrar)
    make_completion(practitioner, registrar, now=now)
    meet_hours(practitioner, 2025, registrar, now=now)


def test_completed_courses_are_candidates_until_they_have_their_certificate(
    template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, registrar, now=now)
    assert [each.source for each in list_candidates(Kind.COURSE, year=0, now=now)] == [completion.pk]

    batch = create_issue_batch(
        key=uuid.uuid4(), kind=Kind.COURSE, year=None, chosen=[completion.pk], created_by=registrar, now=now
    )
    issue_batch(batch_id=batch.pk, now=now)

    assert batch.rows.get().refusal == ""
    certificate = Certificate.objects.get(kind=Kind.COURSE)
    assert certificate.completion == completion
    assert list_candidates(Kind.COURSE, year=0, now=now) == []


def test_a_met_year_is_a_candidate_until_it_has_its_certificate(
    template: CertificateTemplate,
    practitioner: Practitioner,
    colleague: Practitioner,
    registrar: User,
    now: datetime,
) -> None:
    meet_hours(practitioner, 2025, registrar, now=now)
    meet_hours(colleague, 2025, registrar, now=now, hours=Decimal(20))
    assert [each.practitioner for each in list_candidates(Kind.HOURS, year=2025, now=now)] == [practitioner]
    assert list_candidates(Kind.HOURS, year=2024, now=now) == []

    batch = create_issue_batch(
        key=uuid.uuid4(),
        kind=Kind.HOURS,
        year=2025,
        chosen=[practitioner.pk, colleague.pk],
        created_by=registrar,
        now=now,
    )
    issue_batch(batch_id=batch.pk, now=now + timedelta(hours=1))

    assert list(batch.rows.order_by("position").values_list("state", flat=True)) == ["issued", "refused"]
    assert Certificate.objects.get(kind=Kind.HOURS).practitioner == practitioner
    assert list_candidates(Kind.HOURS, year=2025, now=now) == []
    assert HoursEntry.objects.filter(earned_on=date(2025, 3, 1)).count() == 4
