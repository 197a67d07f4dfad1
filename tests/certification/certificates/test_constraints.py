"""What the database itself refuses."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from certification.certificates.enums import DocumentState, EventType, RevocationCategory
from certification.certificates.models import (
    Certificate,
    CertificateDocument,
    CertificateEvent,
    CertificateTemplate,
    IssueRefusal,
    NumberCounter,
    Revocation,
)
from certification.certificates.services import propose_revocation
from certification.marking.models import Result
from lms.accounts.models import User
from tests.cast import NOW


def copy_of(certificate: Certificate, **changes: object) -> Certificate:
    copy = Certificate.objects.get(pk=certificate.pk)
    copy.pk = None
    for name, value in ({"token": "another", "uuid": "0" * 32} | changes).items():
        setattr(copy, name, value)
    return copy


def refused(name: str) -> "pytest.RaisesExc[IntegrityError]":
    """SQLite names the columns of a unique index instead of the constraint."""
    return pytest.raises(IntegrityError)


def test_a_number_and_issue_exist_once(certificate: Certificate) -> None:
    with refused("certificate_number_and_issue_once"), transaction.atomic():
        copy_of(certificate, issue=1).save()


def test_a_result_has_one_certificate(certificate: Certificate) -> None:
    with refused("certificate_once_per_result"), transaction.atomic():
        copy_of(certificate, number="TJIP-A-2025-PAT2-000002-V").save()


def test_a_reissue_names_its_predecessor(certificate: Certificate) -> None:
    with refused("certificate_reissue_names_predecessor"), transaction.atomic():
        copy_of(certificate, issue=2).save()


def test_a_first_issue_replaces_nothing(certificate: Certificate) -> None:
    with refused("certificate_reissue_names_predecessor"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(replaces=certificate)


@pytest.mark.parametrize("type_", [EventType.REVOKED, EventType.CANCELLED, EventType.REISSUED])
def test_a_certificate_ends_once(certificate: Certificate, now: datetime, type_: EventType) -> None:
    CertificateEvent.objects.create(certificate=certificate, type=EventType.REVOKED, at=now)

    with refused("certificate_ends_once"), transaction.atomic():
        CertificateEvent.objects.create(certificate=certificate, type=type_, at=now)


@pytest.mark.parametrize("type_", [EventType.ISSUED, EventType.EXPIRED])
def test_a_certificate_is_issued_and_expires_once(certificate: Certificate, now: datetime, type_: EventType) -> None:
    CertificateEvent.objects.filter(type=type_).exists() or CertificateEvent.objects.create(
        certificate=certificate, type=type_, at=now
    )

    with refused("certificate_issued_once"), transaction.atomic():
        CertificateEvent.objects.create(certificate=certificate, type=type_, at=now)


def test_a_rendered_document_is_whole(certificate: Certificate) -> None:
    with refused("document_rendered_whole"), transaction.atomic():
        CertificateDocument.objects.update(state=DocumentState.RENDERED)


def test_a_document_hash_exists_once(certificate: Certificate) -> None:
    CertificateDocument.objects.update(sha256="a" * 64)
    other = copy_of(certificate, issue=2, replaces=certificate)
    other.save()

    with refused("document_hash_once"), transaction.atomic():
        CertificateDocument.objects.create(certificate=other, sha256="a" * 64)


def test_a_counter_exists_once_per_kind_and_year(certificate: Certificate) -> None:
    with refused("number_counter_once"), transaction.atomic():
        NumberCounter.objects.create(kind="A", year=2025)


def test_a_template_version_exists_once(template: CertificateTemplate, now: datetime) -> None:
    with refused("certificate_template_version_once"), transaction.atomic():
        CertificateTemplate.objects.create(kind="A", version=1, created_at=now)


def test_a_refusal_says_why(result: Result, now: datetime) -> None:
    with refused("issue_refusal_says_why"), transaction.atomic():
        IssueRefusal.objects.create(result=result, reason="", refused_at=now)


def test_what_a_certificate_rests_on_cannot_be_deleted(certificate: Certificate) -> None:
    for evidence in (certificate.result, certificate.practitioner, certificate.template):
        assert evidence is not None
        with pytest.raises(ProtectedError):
            evidence.delete()
    with pytest.raises(ProtectedError):
        certificate.delete()


@pytest.fixture
def proposal(certificate: Certificate, registrar: User, now: datetime) -> Revocation:
    return propose_revocation(
        certificate=certificate,
        category=RevocationCategory.FRAUD,
        note="替考",
        evidence="监考记录 2025-14",
        proposed_by=registrar,
        now=now,
    )


def test_who_proposed_a_revocation_does_not_decide_it(proposal: Revocation, registrar: User, now: datetime) -> None:
    with refused("revocation_decided_by_another"), transaction.atomic():
        Revocation.objects.filter(pk=proposal.pk).update(
            decision="declined", decided_by=registrar, decided_at=now, decision_reason="自己来"
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": ""},
        {"decision": "confirmed"},
        {"decided_by": None},
        {"decided_at": None},
        {"decided_at": NOW - timedelta(days=1)},
        {"decision_reason": ""},
    ],
)
def test_a_decided_revocation_is_whole(proposal: Revocation, auditor: User, wrong: dict[str, object]) -> None:
    declined = {"decision": "declined", "decided_by": auditor, "decided_at": NOW, "decision_reason": "证据不足"}
    changes = declined | wrong
    with refused("revocation_decided_whole"), transaction.atomic():
        Revocation.objects.filter(pk=proposal.pk).update(**changes)


@pytest.mark.parametrize("missing", ["note", "evidence"])
def test_a_revocation_says_why(proposal: Revocation, missing: str) -> None:
    with refused("revocation_says_why"), transaction.atomic():
        Revocation.objects.filter(pk=proposal.pk).update(**{missing: ""})


def test_one_revocation_of_a_certificate_waits(proposal: Revocation) -> None:
    proposal.pk = None
    with refused("revocation_one_open_per_certificate"), transaction.atomic():
        proposal.save()
