from datetime import date, datetime
from decimal import Decimal

import pytest

from certification.certificates.models import Certificate, CertificateDocument, CertificateTemplate, IssueRefusal
from certification.certificates.queries import certificates_whose_basis_was_taken_back, completions_refused
from certification.certificates.services import (
    CertificateStands,
    CompletionTakenBack,
    NoHoursCounted,
    WordingForbidden,
    issue_course_certificate,
    suspend_certificate,
)
from courses.learning.models import CourseCompletion
from courses.learning.services import check_in, undo_check_in
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.certification.certificates.cast import revoke_certificate
from tests.certification.certificates.training_cast import HELD_AT, make_completion


def test_issue_takes_a_snapshot_of_the_training(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager)

    certificate = issue_course_certificate(completion=completion, issued_by=registrar, now=now)

    assert certificate.number.startswith("TJIP-T-2025-PAT2-000001-")
    assert certificate.title == "知识产权服务培训结业证书"
    assert (certificate.subject, certificate.subject_en) == ("专利检索实务", "Patent searching")
    assert (certificate.began_on, certificate.ended_on, certificate.hours) == (
        HELD_AT.date(),
        HELD_AT.date(),
        Decimal("2.0"),
    )
    assert (certificate.valid_until, certificate.domain_id, certificate.level) == (None, "PAT", "L2")
    assert certificate.basis == f"{completion.enrollment.run.code} · 出勤 Attendance ≥ 80%"
    assert certificate.events.get().type == "issued"
    assert CertificateDocument.objects.get().certificate == certificate
    entry = AuditEntry.objects.get(action="certificates.issue_certificate")
    assert entry.detail == {"number": certificate.number, "issue": 1, "completion": completion.pk}


def test_issue_again_gives_the_same_certificate(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager)

    first, second = (issue_course_certificate(completion=completion, issued_by=registrar, now=now) for _ in range(2))

    assert first == second
    assert Certificate.objects.count() == 1


def test_a_run_that_says_so_issues_by_itself(practitioner: Practitioner, course_manager: User) -> None:
    completion = make_completion(practitioner, course_manager, issues_certificates=True)

    certificate = Certificate.objects.get()
    assert (certificate.completion, certificate.issued_by) == (completion, None)


def test_a_run_that_does_not_say_so_leaves_it_to_the_registrar(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager)

    assert not Certificate.objects.exists()
    assert not completions_refused().exists()
    assert issue_course_certificate(completion=completion, issued_by=registrar, now=now).issued_by == registrar


def test_a_refusal_never_undoes_the_completion(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager, issues_certificates=True, title_zh="国家级专利检索实务")

    assert not Certificate.objects.exists()
    assert "国家" in completions_refused().get().issue_refusal.reason
    completion.enrollment.run.course.title_zh = "专利检索实务"
    completion.enrollment.run.course.save()
    issue_course_certificate(completion=completion, issued_by=registrar, now=now)
    assert not IssueRefusal.objects.exists()


def test_a_course_title_is_checked_for_wording(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager, title_en="National patent searching")

    with pytest.raises(WordingForbidden, match="national"):
        issue_course_certificate(completion=completion, issued_by=registrar, now=now)


def test_a_course_that_the_ledger_does_not_count_is_refused(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager, minutes=20)

    with pytest.raises(NoHoursCounted):
        issue_course_certificate(completion=completion, issued_by=registrar, now=now)


def take_back(completion: CourseCompletion, manager: User, now: datetime) -> None:
    enrollment = completion.enrollment
    session = enrollment.run.sessions.get()
    undo_check_in(session=session, enrollment=enrollment, recorded_by=manager, now=now)


def test_a_completion_that_was_taken_back_is_refused(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager)
    take_back(completion, course_manager, now)

    with pytest.raises(CompletionTakenBack):
        issue_course_certificate(completion=completion, issued_by=registrar, now=now)


def test_a_further_completion_waits_until_the_first_certificate_has_ended(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager)
    first = issue_course_certificate(completion=completion, issued_by=registrar, now=now)
    take_back(completion, course_manager, now)
    enrollment = completion.enrollment
    check_in(session=enrollment.run.sessions.get(), enrollment=enrollment, recorded_by=course_manager, now=now)
    further = CourseCompletion.objects.get(revoked_at=None)
    suspend_certificate(certificate=first, actor=registrar, reason="核实", now=now)

    with pytest.raises(CertificateStands, match=first.number):
        issue_course_certificate(completion=further, issued_by=registrar, now=now)
    revoke_certificate(certificate=first, actor=registrar, reason="出勤更正", now=now)
    assert issue_course_certificate(completion=further, issued_by=registrar, now=now).completion == further


def test_an_english_template_gives_an_english_title(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    CertificateTemplate.objects.filter(kind="T").update(language="en")

    certificate = issue_course_certificate(
        completion=make_completion(practitioner, course_manager), issued_by=registrar, now=now
    )

    assert certificate.title == "Certificate of Completion"


def test_a_run_over_days_says_from_when_to_when(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    starts_at = datetime.fromisoformat("2025-05-02T23:50:00+08:00")
    completion = make_completion(practitioner, course_manager, starts_at=starts_at)

    certificate = issue_course_certificate(completion=completion, issued_by=registrar, now=now)

    assert (certificate.began_on, certificate.ended_on) == (date(2025, 5, 2), date(2025, 5, 3))


def test_a_certificate_whose_completion_was_taken_back_is_shown_to_a_person(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    completion = make_completion(practitioner, course_manager)
    certificate = issue_course_certificate(completion=completion, issued_by=registrar, now=now)
    assert not certificates_whose_basis_was_taken_back().exists()

    take_back(completion, course_manager, now)

    assert list(certificates_whose_basis_was_taken_back()) == [certificate]
    assert list(certificate.events.values_list("type", flat=True)) == ["issued"]
    revoke_certificate(certificate=certificate, actor=registrar, reason="出勤更正", now=now)
    assert not certificates_whose_basis_was_taken_back().exists()
