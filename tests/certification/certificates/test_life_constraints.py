"""What the database itself refuses of batches, certificates from paper, and renewals."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from certification.certificates.enums import Kind
from certification.certificates.models import (
    Certificate,
    CertificateTemplate,
    IssueBatch,
    IssueBatchRow,
    PaperImport,
    PaperRecord,
    Renewal,
    RenewalReminder,
    RenewalRuleSet,
)
from certification.certificates.services import (
    create_issue_batch,
    enter_paper_certificates,
    issue_course_certificate,
    read_paper_file,
)
from certification.marking.models import Result
from lms.accounts.models import Practitioner, User
from tests.cast import NOW, make_practitioner
from tests.certification.certificates.batch_cast import make_completion
from tests.certification.certificates.cast import make_certificate, make_result
from tests.certification.certificates.paper_cast import paper_file


def refuses(queryset: "models.QuerySet[Any]", /, **changes: object) -> None:
    """SQLite names the columns of a unique index instead of the constraint, so the name is not asked for."""
    assert queryset.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        queryset.update(**changes)


@pytest.fixture
def batch(result: Result, registrar: User, now: datetime) -> IssueBatch:
    return create_issue_batch(
        key=uuid.uuid4(), kind=Kind.COMPETENCY, year=None, chosen=[result.pk], created_by=registrar, now=now
    )


def test_issue_batch_of_a_kind_with_candidates(batch: IssueBatch) -> None:
    refuses(IssueBatch.objects.all(), kind=Kind.LECTURER)


def test_issue_batch_row_position_once(batch: IssueBatch, practitioner: Practitioner) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        IssueBatchRow.objects.create(batch=batch, position=1, practitioner=practitioner, year=2025)


@pytest.mark.parametrize("changes", [{"result": None}, {"year": 2025}])
def test_issue_batch_row_of_one_source(batch: IssueBatch, changes: dict[str, object]) -> None:
    refuses(batch.rows.all(), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "issued", "settled_at": NOW},
        {"state": "refused", "settled_at": NOW},
        {"state": "refused", "refusal": "…"},
        {"refusal": "…"},
        {"settled_at": NOW},
    ],
)
def test_issue_batch_row_settled_whole(batch: IssueBatch, changes: dict[str, object]) -> None:
    refuses(batch.rows.all(), **changes)


def test_an_issued_row_has_no_refusal(batch: IssueBatch, certificate: Certificate) -> None:
    issued = {"state": "issued", "settled_at": NOW, "certificate": certificate}
    refuses(batch.rows.all(), **issued, refusal="…")
    refuses(batch.rows.all(), **issued | {"settled_at": None})
    refuses(batch.rows.all(), **issued | {"state": "waiting"})


def test_what_waits_waits_in_one_batch(
    batch: IssueBatch, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    row = batch.rows.get()
    completion = make_completion(practitioner, registrar, now=now)
    sources: list[dict[str, Any]] = [{"result": row.result}, {"completion": completion}, {"year": 2025}]
    for position, source in enumerate(sources, start=10):
        if "result" not in source:
            IssueBatchRow.objects.create(batch=batch, position=position, practitioner=practitioner, **source)
        with pytest.raises(IntegrityError), transaction.atomic():
            IssueBatchRow.objects.create(batch=batch, position=position + 10, practitioner=practitioner, **source)


@pytest.fixture
def on_paper(template: CertificateTemplate, registrar: User, now: datetime) -> Certificate:
    source = read_paper_file(upload=paper_file({}), uploaded_by=registrar, now=now)
    enter_paper_certificates(source=source, entered_by=registrar, now=now)
    return Certificate.objects.get()


@pytest.mark.parametrize("changes", [{"written_by": None}, {"written_at": None}, {"rows": [{"line": 2}]}])
def test_paper_import_written_whole(on_paper: Certificate, changes: dict[str, object]) -> None:
    refuses(PaperImport.objects.all(), **changes)


def test_paper_import_names_its_file(on_paper: Certificate, registrar: User) -> None:
    refuses(PaperImport.objects.all(), sha256="")
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperImport.objects.create(sha256=PaperImport.objects.get().sha256, uploaded_by=registrar, uploaded_at=NOW)


def test_paper_record_once_per_line(on_paper: Certificate) -> None:
    record = PaperRecord.objects.get()
    record.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("name", ["number_as_printed", "issuer_name"])
def test_paper_record_whole(on_paper: Certificate, name: str) -> None:
    refuses(PaperRecord.objects.all(), **{name: ""})


def test_certificate_printed_here_or_on_paper(on_paper: Certificate, certificate: Certificate) -> None:
    ours, theirs = Certificate.objects.filter(pk=certificate.pk), Certificate.objects.filter(pk=on_paper.pk)
    refuses(ours, template=None)
    refuses(ours, practitioner=None)
    refuses(theirs, template=certificate.template)
    refuses(theirs, renews=certificate)


def test_certificate_rests_on_paper_or_on_something_else(on_paper: Certificate, registrar: User) -> None:
    result = make_result(make_practitioner("eine@example.com", "某人"), registrar)
    refuses(Certificate.objects.filter(pk=on_paper.pk), result=result)


@pytest.fixture
def renewal(certificate: Certificate) -> Renewal:
    rules = RenewalRuleSet.objects.get()
    return Renewal.objects.create(certificate=certificate, rule_set=rules, applied_at=NOW, conditions={})


def test_renewal_one_open_per_certificate(renewal: Renewal) -> None:
    renewal.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        renewal.save()


def test_renewal_decided_whole(renewal: Renewal, registrar: User, certificate: Certificate) -> None:
    decided = {"decided_by": registrar, "decided_at": NOW}
    for changes in (
        {"decision": "granted", **decided},
        {"decision": "declined", **decided},
        {"decision": "declined", "reason": "…", "decided_at": NOW},
        {"decision": "granted", "renewed": certificate, "decided_by": registrar},
        {"reason": "…"},
        decided,
    ):
        refuses(Renewal.objects.all(), **changes)


def test_renewal_granted_once(renewal: Renewal, registrar: User, colleague: Practitioner) -> None:
    renewed = [make_certificate(colleague, registrar) for _number in range(2)]
    granted = {"decision": "granted", "decided_by": registrar, "decided_at": NOW}
    Renewal.objects.filter(pk=renewal.pk).update(**granted, renewed=renewed[0])
    another = Renewal.objects.create(
        certificate=renewal.certificate, rule_set=renewal.rule_set, applied_at=NOW, conditions={}
    )
    refuses(Renewal.objects.filter(pk=another.pk), **granted, renewed=renewed[1])


def test_certificate_renews_competency(certificate: Certificate, registrar: User, practitioner: Practitioner) -> None:
    completion = make_completion(practitioner, registrar, now=NOW)
    course = issue_course_certificate(completion=completion, issued_by=registrar, now=NOW)
    refuses(Certificate.objects.filter(pk=course.pk), renews=certificate)


def test_a_certificate_is_renewed_once(certificate: Certificate, registrar: User, colleague: Practitioner) -> None:
    first, second = (make_certificate(colleague, registrar) for _number in range(2))
    Certificate.objects.filter(pk=first.pk).update(renews=certificate)
    refuses(Certificate.objects.filter(pk=second.pk), renews=certificate)


def test_renewal_reminder_once(certificate: Certificate) -> None:
    RenewalReminder.objects.create(certificate=certificate, days_before=30, sent_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RenewalReminder.objects.create(certificate=certificate, days_before=30, sent_at=NOW)
