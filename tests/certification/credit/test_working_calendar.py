"""Days off are the rule sets' data, and reach periods that run already."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from certification.credit.checks import check_working_calendar
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from certification.credit.queries import due_on, rules_of, working_calendar, years_without_calendar
from certification.credit.services import create_rule_set, notice_record
from lms.accounts.models import User
from tests.certification.credit.cast import propose
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

# Wednesday 23 December 2026, 10:00 in Tianjin.
BEFORE_NEW_YEAR = datetime(2026, 12, 23, 2, 0, tzinfo=UTC)


def enter(officer: User, *days: str, now: datetime = BEFORE_NEW_YEAR) -> CreditRuleSet:
    """A version with these days off added; invented days, for nobody knows the notice yet."""
    parameters = deepcopy(CreditRuleSet.objects.get(code="credit-2024-1").parameters)
    parameters["calendar"]["holidays"] += days
    return create_rule_set(
        code=f"credit-{days[0]}", effective_on=date(2027, 7, 1), parameters=parameters, created_by=officer, now=now
    )


def due(record: CreditRecord) -> date | None:
    return due_on(record, rules_of(record.rule_set), working_calendar())


def test_days_entered_later_reach_a_period_that_runs(profile: CreditProfile, credit_officer: User) -> None:
    record = propose(profile, credit_officer, now=BEFORE_NEW_YEAR)
    record = notice_record(record=record, actor=credit_officer, now=BEFORE_NEW_YEAR)
    assert due(record) == date(2027, 1, 6)

    enter(credit_officer, "2027-01-01", "2027-01-04")

    assert due(record) == date(2027, 1, 8)


def test_missing_year_is_said_in_the_check_and_at_the_desk(
    credit_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: BEFORE_NEW_YEAR)
    client = signed_in(credit_officer)

    assert years_without_calendar(BEFORE_NEW_YEAR.date()) == [2027]
    assert [message.id for message in check_working_calendar(None)] == ["credit.W001"]
    assert "The days off of 2027 are not entered" in client.get("/desk/credit/").content.decode()

    enter(credit_officer, "2027-01-01")

    assert check_working_calendar(None) == []
    assert "are not entered" not in client.get("/desk/credit/").content.decode()


def test_calendar_takes_one_query_however_many_versions_there_are(
    credit_officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter(credit_officer, "2027-01-01")

    with django_assert_num_queries(1):
        assert date(2027, 1, 1) in working_calendar().holidays
