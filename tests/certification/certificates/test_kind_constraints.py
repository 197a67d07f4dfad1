"""What the database itself refuses about kinds, sources and templates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from certification.certificates.models import (
    Certificate,
    CertificateTemplate,
    Contribution,
    HoursStatement,
    IssueRefusal,
    TemplatePicture,
)
from certification.certificates.services import (
    issue_course_certificate,
    issue_hours_certificate,
    issue_lecturer_certificate,
)
from courses.hours.models import HoursEntry
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.designs import make_design
from tests.certification.certificates.test_constraints import copy_of, refused
from tests.certification.certificates.training_cast import fill_year, make_completion, make_contribution


@pytest.fixture
def trained(practitioner: Practitioner, course_manager: User, registrar: User, now: datetime) -> Certificate:
    return issue_course_certificate(
        completion=make_completion(practitioner, course_manager), issued_by=registrar, now=now
    )


@pytest.fixture
def served(practitioner: Practitioner, registrar: User, now: datetime) -> Certificate:
    return issue_lecturer_certificate(
        contribution=make_contribution(practitioner, registrar), issued_by=registrar, now=now
    )


@pytest.fixture
def stated(practitioner: Practitioner, course_manager: User, registrar: User, now: datetime) -> Certificate:
    fill_year(practitioner, course_manager)
    return issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)


def change(certificate: Certificate, **facts: Any) -> None:
    with transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**facts)


def test_a_source_has_one_certificate(trained: Certificate, served: Certificate, stated: Certificate) -> None:
    constraints = (
        (trained, "certificate_once_per_completion"),
        (served, "certificate_once_per_contribution"),
        (stated, "certificate_once_per_hours_statement"),
    )
    for place, (certificate, name) in enumerate(constraints):
        with refused(name), transaction.atomic():
            copy_of(certificate, number=f"TJIP-T-2025-PAT2-00009{place}-0").save()


def test_a_certificate_rests_on_the_source_of_its_kind_alone(
    certificate: Certificate, trained: Certificate, served: Certificate
) -> None:
    with refused("certificate_source_fits_kind"):
        change(trained, completion=None)
    with refused("certificate_source_fits_kind"):
        change(trained, contribution=served.contribution)
    with refused("certificate_source_fits_kind"):
        change(certificate, result=None)


def test_domain_and_level_fit_the_kind(trained: Certificate, served: Certificate) -> None:
    for facts in ({"level": ""}, {"domain": None}):
        with refused("certificate_level_fits_kind"):
            change(trained, **facts)
    with refused("certificate_level_fits_kind"):
        change(served, level="L2")


def test_training_fits_the_kind(certificate: Certificate, trained: Certificate) -> None:
    for facts in ({"hours": None}, {"hours": 0}, {"subject": ""}, {"ended_on": date(2020, 1, 1)}, {"began_on": None}):
        with refused("certificate_training_fits_kind"):
            change(trained, **facts)
    with refused("certificate_training_fits_kind"):
        change(certificate, hours=Decimal(2))


def test_only_competency_ends(trained: Certificate) -> None:
    with refused("certificate_only_competency_ends"):
        change(trained, valid_until=date(2028, 1, 1))


def test_only_a_run_issues_by_itself(trained: Certificate, served: Certificate) -> None:
    change(trained, issued_by=None)
    with refused("certificate_issued_by_someone_or_a_run"):
        change(served, issued_by=None)


def test_the_ledger_is_stated_once_and_adds_up(stated: Certificate) -> None:
    statement = HoursStatement.objects.get()
    statement.pk = None
    with refused("hours_statement_once_per_ledger"), transaction.atomic():
        statement.save()
    for facts in ({"hours": 0, "professional_hours": 0}, {"professional_hours": 97}, {"professional_hours": -1}):
        with refused("hours_statement_adds_up"), transaction.atomic():
            HoursStatement.objects.update(**facts)


def test_a_contribution_is_whole_and_recorded_once(practitioner: Practitioner, registrar: User) -> None:
    contribution = make_contribution(practitioner, registrar)
    broken: tuple[tuple[str, dict[str, Any]], ...] = (
        ("contribution_days_ordered", {"ended_on": date(2020, 1, 1)}),
        ("contribution_has_evidence", {"evidence": ""}),
        ("contribution_has_evidence", {"subject": ""}),
        ("contribution_has_evidence", {"hours": 0}),
        ("contribution_role_known", {"role": "guest"}),
    )
    for name, facts in broken:
        with refused(name), transaction.atomic():
            Contribution.objects.update(**facts)
    contribution.pk = None
    with refused("contribution_once"), transaction.atomic():
        contribution.save()


def test_a_refusal_is_of_one_thing(
    result: Any, practitioner: Practitioner, course_manager: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager)
    for sources in ({}, {"result": result, "completion": completion}):
        with refused("issue_refusal_of_one_thing"), transaction.atomic():
            IssueRefusal.objects.create(reason="因为", refused_at=now, **sources)


@pytest.mark.parametrize(
    ("name", "language", "changes"),
    [
        ("certificate_template_has_chinese_texts", "zh", {"title": ""}),
        ("certificate_template_has_chinese_texts", "both", {"disclaimer": ""}),
        ("certificate_template_has_english_texts", "both", {"title_en": ""}),
        ("certificate_template_has_english_texts", "en", {"body_en": ""}),
        ("certificate_template_has_english_texts", "en", {"issuer_name_en": ""}),
    ],
)
def test_a_template_has_the_texts_of_its_language(
    db: None, now: datetime, name: str, language: str, changes: dict[str, str]
) -> None:
    template = make_design("T", language=language, layout="framed", version=9, created_at=now, **changes)
    with refused(name), transaction.atomic():
        template.save()


def test_a_signature_has_a_name_and_a_picture_a_known_type(registrar: User, now: datetime) -> None:
    shared: dict[str, Any] = {"content": b"x", "uploaded_by": registrar, "uploaded_at": now}
    picture = TemplatePicture.objects.create(media_type="image/png", sha256="a" * 64, **shared)
    template = make_design("T", language="zh", layout="framed", version=9, created_at=now, signature=picture)
    with refused("certificate_template_signature_has_a_name"), transaction.atomic():
        template.save()
    with refused("template_picture_of_known_type"), transaction.atomic():
        TemplatePicture.objects.create(media_type="image/gif", sha256="b" * 64, **shared)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplatePicture.objects.create(media_type="image/png", sha256="a" * 64, **shared)


def test_what_the_kinds_rest_on_cannot_be_deleted(
    trained: Certificate, served: Certificate, stated: Certificate
) -> None:
    for evidence in (trained.completion, served.contribution, stated.hours_statement, trained.template):
        assert evidence is not None
        with pytest.raises(ProtectedError):
            evidence.delete()
    with pytest.raises(ProtectedError):
        HoursEntry.objects.order_by("pk").last().delete()  # type: ignore[union-attr]  # there are some
    assert CertificateTemplate.objects.filter(kind="T").exists()
