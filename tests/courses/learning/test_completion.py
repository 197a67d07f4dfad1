from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from courses.catalogue.models import CourseSession
from courses.enrollment.models import Enrollment
from courses.hours.models import HoursEntry
from courses.learning.models import CourseCompletion
from courses.learning.queries import standing_completion
from courses.learning.services import check_in, close_session, undo_check_in
from lms.accounts.models import User
from lms.notifications.models import Message
from tests.cast import NOW

pytestmark = pytest.mark.usefixtures("hours_rules")


def attend(seat: Enrollment, session: CourseSession, staff: User) -> None:
    check_in(session=session, enrollment=seat, recorded_by=staff, now=session.starts_at)


def booked() -> list[Decimal]:
    return list(HoursEntry.objects.order_by("pk").values_list("hours", flat=True))


def test_last_check_in_completes_and_books(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User
) -> None:
    attend(seat, sessions[0], course_manager)
    attend(seat, sessions[1], course_manager)
    assert standing_completion(seat) is None

    attend(seat, sessions[2], course_manager)

    completion = CourseCompletion.objects.get(enrollment=seat)
    assert (completion.minutes, completion.completed_at) == (300, sessions[2].starts_at)
    assert completion.criteria == [
        {"key": "attendance", "needed": 198, "reached": 300, "met": True},
        {"key": "recorded", "needed": 3, "reached": 3, "met": True},
    ]
    assert booked() == [Decimal("6.5")]
    assert "6.5" in Message.objects.get(key__startswith="hours.booked").body


def test_absence_at_the_end_completes_where_enough_was_attended(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User
) -> None:
    attend(seat, sessions[0], course_manager)
    attend(seat, sessions[1], course_manager)

    close_session(session=sessions[2], recorded_by=course_manager, now=sessions[2].ends_at)

    assert booked() == [Decimal("4.0")]


def test_too_few_minutes_do_not_complete(seat: Enrollment, sessions: list[CourseSession], course_manager: User) -> None:
    attend(seat, sessions[0], course_manager)
    for session in sessions[1:]:
        close_session(session=session, recorded_by=course_manager, now=session.ends_at)

    assert standing_completion(seat) is None
    assert booked() == []


def test_undo_revokes_the_completion_and_its_hours(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User
) -> None:
    for session in sessions:
        attend(seat, session, course_manager)

    undo_check_in(
        session=sessions[2], enrollment=seat, recorded_by=course_manager, now=sessions[2].starts_at + timedelta(hours=1)
    )

    assert standing_completion(seat) is None
    assert CourseCompletion.objects.get().revoked_by == course_manager
    assert booked() == [Decimal("6.5"), Decimal("-6.5")]


def test_late_check_in_books_the_hours_anew(
    seat: Enrollment, sessions: list[CourseSession], course_manager: User
) -> None:
    attend(seat, sessions[0], course_manager)
    attend(seat, sessions[1], course_manager)
    close_session(session=sessions[2], recorded_by=course_manager, now=sessions[2].ends_at)

    check_in(
        session=sessions[2], enrollment=seat, recorded_by=course_manager, now=sessions[2].ends_at + timedelta(hours=1)
    )

    completion = standing_completion(seat)
    assert completion is not None
    assert completion.minutes == 300
    assert booked() == [Decimal("4.0"), Decimal("-4.0"), Decimal("6.5")]


def test_second_standing_completion_is_refused_by_the_database(seat: Enrollment) -> None:
    CourseCompletion.objects.create(enrollment=seat, completed_at=NOW, minutes=1, criteria=[])

    with pytest.raises(IntegrityError, match=r"UNIQUE|completion_one_standing"):
        CourseCompletion.objects.create(enrollment=seat, completed_at=NOW, minutes=1, criteria=[])


def test_completion_revoked_too_early_is_refused_by_the_database(seat: Enrollment) -> None:
    with pytest.raises(IntegrityError, match="completion_revoked_after_completed"):
        CourseCompletion.objects.create(
            enrollment=seat, completed_at=NOW, minutes=1, criteria=[], revoked_at=NOW - timedelta(days=1)
        )
