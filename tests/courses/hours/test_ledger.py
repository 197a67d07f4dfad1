from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from courses.catalogue.enums import Category
from courses.hours.enums import SourceKind
from courses.hours.models import HoursEntry, HoursRuleSet
from courses.hours.queries import explain, rule_set_of, year_ledger, year_summary
from courses.hours.services import ReversalIsFinal, book_course_hours, reverse_entry
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW
from tests.courses.hours.conftest import Complete
from tests.courses.lectures import RULES_OF_2025


def test_entry_names_its_source_and_its_rules(complete: Complete, practitioner: Practitioner) -> None:
    entry = complete("one", starts_at=NOW, minutes=113)

    assert (entry.practitioner, entry.year, entry.earned_on) == (practitioner, 2025, date(2025, 6, 2))
    assert (entry.minutes, entry.hours, entry.category, entry.rule_set.code) == (
        113,
        Decimal("2.5"),
        "professional",
        "2025",
    )
    assert explain(entry) == ["113 minutes attended.", "113 minutes ÷ 45, in whole steps of 0.5: 2.5 hours."]
    assert AuditEntry.objects.filter(action="hours.book_course_hours").count() == 1


def test_booking_again_gives_the_same_entry(complete: Complete) -> None:
    entry = complete("one", starts_at=NOW)
    assert entry.completion is not None

    assert book_course_hours(completion=entry.completion, now=NOW) == entry
    assert HoursEntry.objects.count() == 1


def test_two_courses_in_a_morning_share_its_limit(complete: Complete) -> None:
    # 8:00 in Tianjin; the second begins at 10:00.
    morning = datetime.fromisoformat("2025-06-02T08:00+08:00")
    first = complete("one", starts_at=morning, minutes=120)
    second = complete("two", starts_at=morning + timedelta(hours=2), minutes=120)

    assert (first.hours, second.hours) == (Decimal("2.5"), Decimal("1.0"))
    assert "60 of 120 minutes count" in explain(second)[1]


def test_course_repeated_after_ten_months_books_zero(complete: Complete) -> None:
    first = complete("one", starts_at=NOW)
    assert first.completion is not None
    course = first.completion.enrollment.run.course

    again = complete("two", starts_at=NOW + timedelta(days=304), course=course)

    assert again.hours == Decimal(0)
    assert "once in 24 months" in explain(again)[-1]
    told = Message.objects.get(key=f"hours.booked:{again.pk}")
    assert "It gives no hours this time" in told.text


def test_reversed_entry_no_longer_stands_in_the_way(complete: Complete, course_manager: User) -> None:
    first = complete("one", starts_at=NOW)
    assert first.completion is not None
    reverse_entry(entry=first, reversed_by=course_manager, reason="登记错误", now=NOW)

    again = complete("two", starts_at=NOW + timedelta(days=60), course=first.completion.enrollment.run.course)

    assert again.hours == Decimal("2.0")


def test_reversal_is_a_row_that_takes_away(
    complete: Complete, course_manager: User, practitioner: Practitioner
) -> None:
    entry = complete("one", starts_at=NOW)

    reversal = reverse_entry(entry=entry, reversed_by=course_manager, reason="登记错误", now=NOW)

    assert (reversal.hours, reversal.minutes, reversal.year) == (Decimal("-2.0"), -100, 2025)
    assert year_summary(practitioner, 2025).total == Decimal(0)
    assert reverse_entry(entry=entry, reversed_by=course_manager, reason="登记错误", now=NOW) == reversal
    assert explain(reversal) == ["Taken back: 登记错误"]
    with pytest.raises(ReversalIsFinal):
        reverse_entry(entry=reversal, reversed_by=course_manager, reason="", now=NOW)


def test_year_of_a_course_is_that_of_its_last_day(complete: Complete) -> None:
    # 23:30 on New Year's Eve in Tianjin.
    entry = complete("eve", starts_at=datetime.fromisoformat("2025-12-31T23:30+08:00"), minutes=100)

    assert (entry.year, entry.earned_on) == (2026, date(2026, 1, 1))


def test_ledger_is_one_persons_alone(complete: Complete, practitioner: Practitioner, outsider: Practitioner) -> None:
    complete("one", starts_at=NOW)
    complete("two", starts_at=NOW + timedelta(days=1), person=outsider, category=Category.GENERAL)

    ledger = year_ledger(practitioner, 2025)

    assert [row.title for row in ledger.rows] == ["Lecture one"]
    assert (ledger.summary.professional, ledger.summary.general) == (Decimal("2.0"), Decimal(0))


def test_rule_set_of_a_year_is_the_newest_that_governs_it(hours_rules: HoursRuleSet) -> None:
    newer = HoursRuleSet.objects.create(code="2027", first_year=2027, basis="修订", parameters=RULES_OF_2025)

    assert [rule_set_of(year) for year in (2024, 2025, 2026, 2027, 2030)] == [*[hours_rules] * 3, newer, newer]


def test_second_entry_of_a_completion_is_refused_by_the_database(complete: Complete) -> None:
    entry = complete("one", starts_at=NOW)
    entry.pk = None
    entry._state.adding = True

    with pytest.raises(IntegrityError, match=r"UNIQUE|hours_entry_once_per_completion"):
        entry.save()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"completion": None}, "hours_entry_source_named"),
        ({"source_kind": SourceKind.REVERSAL, "hours": Decimal(0), "minutes": 0}, "hours_entry_source_named"),
        ({"hours": Decimal(-1)}, "hours_entry_sign_fits_source"),
    ],
)
def test_entry_that_makes_no_sense_is_refused_by_the_database(
    complete: Complete, changes: dict[str, object], constraint: str
) -> None:
    entry = complete("one", starts_at=NOW)

    with pytest.raises(IntegrityError, match=constraint):
        HoursEntry.objects.filter(pk=entry.pk).update(**changes)


def test_migration_and_tests_hold_the_same_rules(hours_rules: HoursRuleSet) -> None:
    assert hours_rules.parameters.items() >= RULES_OF_2025.items()
