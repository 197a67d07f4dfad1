"""Many look-ups at once give what each alone gives, in one query."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from certification.certificates.models import Certificate
from certification.certificates.presentation import view_certificate
from certification.certificates.services import reissue_certificate, suspend_certificate
from certification.verification.bulk import Asked, look_up_many
from certification.verification.findings import DayAhead, DayTooEarly, Finding, moment_of
from certification.verification.queries import find_by_number_and_name
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.certificates.cast import make_certificate

HOUR = timedelta(hours=1)


@pytest.fixture
def others(colleague: Practitioner, outsider: Practitioner, registrar: User) -> list[Certificate]:
    return [make_certificate(colleague, registrar), make_certificate(outsider, registrar)]


def test_answers_come_in_the_order_asked(certificate: Certificate, others: list[Certificate]) -> None:
    asked = [
        Asked(others[1].number, "魏外人"),
        Asked("no number", "魏外人"),
        Asked(certificate.number.lower().replace("-", " "), " 林 虚 光 "),
        Asked(others[0].number, "林虚光"),
        Asked(others[1].number, "魏外人"),
    ]

    answers = look_up_many(asked, moment=NOW + HOUR)

    assert [answer.finding for answer in answers] == [
        Finding.FOUND,
        Finding.NOT_A_NUMBER,
        Finding.FOUND,
        Finding.UNKNOWN,
        Finding.FOUND,
    ]
    assert [answer.name for answer in answers] == ["魏外人", "", "林虚光", "", "魏外人"]


def test_each_answer_is_what_the_page_says(
    certificate: Certificate, others: list[Certificate], registrar: User
) -> None:
    suspend_certificate(certificate=others[0], actor=registrar, reason="核实", now=NOW + HOUR)
    holders = [(certificate, "林虚光"), (others[0], "何拟想"), (others[1], "魏外人")]
    moment = NOW + 2 * HOUR

    answers = look_up_many([Asked(each.number, name) for each, name in holders], moment=moment)

    for answer, (each, name) in zip(answers, holders, strict=True):
        alone = find_by_number_and_name(number=each.number, name=name)
        assert alone is not None
        page = view_certificate(alone, now=moment)
        assert (answer.status, answer.message) == (page.status, str(page.meaning))
    assert answers[1].label == "Suspended"


def test_older_issue_is_found_by_its_own_name(certificate: Certificate, registrar: User) -> None:
    newer = reissue_certificate(
        certificate=certificate, name="林旭光", actor=registrar, reason="姓名更正", now=NOW + HOUR
    )

    old, new = look_up_many(
        [Asked(certificate.number, "林虚光"), Asked(certificate.number, "林旭光")], moment=NOW + 2 * HOUR
    )

    assert old.certificate is not None
    assert new.certificate is not None
    assert (old.certificate.pk, old.label) == (certificate.pk, "Replaced")
    assert (new.certificate.pk, new.certificate.issue, new.label) == (newer.pk, 2, "Valid")


def test_one_query_however_many_are_asked(
    certificate: Certificate, others: list[Certificate], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = [Asked(certificate.number, "林虚光"), *(Asked(each.number, "何拟想") for each in others)]
    for rows in (asked[:1], asked, asked * 100):
        with django_assert_num_queries(1):
            look_up_many(rows, moment=NOW + HOUR)
    with django_assert_num_queries(0):
        look_up_many([Asked("nothing", "nobody")], moment=NOW)


def test_day_that_is_over_ends_at_midnight_in_tianjin(certificate: Certificate, registrar: User) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=NOW + timedelta(days=1))
    now = NOW + timedelta(days=3)
    asked = [Asked(certificate.number, "林虚光")]

    days = [(NOW + timedelta(days=days)).date() for days in (-1, 0, 1, 3)]
    worth = [look_up_many(asked, moment=moment_of(day, now=now))[0].status for day in days]

    assert worth == [None, "valid", "suspended", "suspended"]
    assert moment_of(NOW.date(), now=now).isoformat() == "2025-06-02T23:59:59.999999+08:00"
    with pytest.raises(DayTooEarly):
        moment_of(date(1949, 12, 31), now=now)
    with pytest.raises(DayAhead):
        moment_of(NOW.date() + timedelta(days=4), now=now)
