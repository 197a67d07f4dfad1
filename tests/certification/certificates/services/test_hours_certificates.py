from datetime import date, datetime
from decimal import Decimal

import pytest

from certification.certificates.models import Certificate, HoursStatement
from certification.certificates.queries import certificates_whose_basis_was_taken_back
from certification.certificates.services import (
    CertificateStands,
    HoursNotMet,
    YearNotBegun,
    issue_hours_certificate,
)
from courses.hours.models import HoursEntry
from courses.hours.services import reverse_course_hours
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import revoke_certificate
from tests.certification.certificates.training_cast import fill_year, make_completion


def test_issue_states_what_the_ledger_adds_up_to(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    fill_year(practitioner, course_manager)

    certificate = issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)

    assert certificate.number.startswith("TJIP-H-2025-ALL0-000001-")
    assert certificate.title == "知识产权服务继续教育学时证书（2024年度）"
    assert certificate.hours == Decimal(96)
    assert (certificate.valid_until, certificate.domain_id, certificate.level) == (None, None, "")
    assert (certificate.began_on, certificate.ended_on) == (date(2024, 1, 1), date(2024, 12, 31))
    statement = HoursStatement.objects.get()
    assert (statement.hours, statement.professional_hours) == (Decimal(96), Decimal(96))
    assert statement.last_entry == HoursEntry.objects.order_by("pk").last()
    assert statement.rule_set.basis in certificate.basis


def test_a_year_that_is_not_over_is_stated_up_to_the_day(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    fill_year(practitioner, course_manager, year=2025)

    certificate = issue_hours_certificate(practitioner=practitioner, year=2025, issued_by=registrar, now=now)

    assert (certificate.began_on, certificate.ended_on) == (date(2025, 1, 1), date(2025, 6, 2))


def test_issue_again_gives_the_same_certificate(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    fill_year(practitioner, course_manager)

    first, second = (
        issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now) for _ in range(2)
    )

    assert first == second
    assert (Certificate.objects.count(), HoursStatement.objects.count()) == (1, 1)


def test_a_year_below_the_norm_is_refused_and_says_what_is_missing(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    fill_year(practitioner, course_manager, days=2)

    with pytest.raises(HoursNotMet, match=r"16\.0 of 90 hours"):
        issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)
    assert not HoursStatement.objects.exists()


def test_a_year_without_a_row_is_refused(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    with pytest.raises(HoursNotMet):
        issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)


def test_a_year_to_come_is_refused(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    with pytest.raises(YearNotBegun):
        issue_hours_certificate(practitioner=practitioner, year=2026, issued_by=registrar, now=now)


def test_a_ledger_that_grew_waits_until_the_first_certificate_has_ended(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    fill_year(practitioner, course_manager)
    first = issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)
    make_completion(
        practitioner, course_manager, starts_at=datetime.fromisoformat("2024-05-01T09:00:00+08:00"), minutes=90
    )

    with pytest.raises(CertificateStands, match=first.number):
        issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)
    revoke_certificate(certificate=first, actor=registrar, reason="学时更正", now=now)
    second = issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)
    assert second.hours == Decimal(98)
    assert second.number != first.number


def test_a_certificate_whose_hours_were_reversed_is_shown_to_a_person(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    fill_year(practitioner, course_manager)
    certificate = issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)
    assert not certificates_whose_basis_was_taken_back().exists()
    completion = CourseCompletion.objects.latest("pk")

    reverse_course_hours(completion=completion, actor=course_manager, now=now)

    assert list(certificates_whose_basis_was_taken_back()) == [certificate]
