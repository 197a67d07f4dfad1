from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import Settings

from courses.catalogue.enums import RunState
from courses.catalogue.models import CourseRun
from courses.catalogue.services import save_run
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment, EnrollmentEvent
from courses.enrollment.queries import place_in_line, seats_left, seats_taken, with_seats
from courses.enrollment.services import (
    EnrollmentClosed,
    EnrollmentNotOpen,
    RunFull,
    RunNotPublished,
    WaitingListClosed,
    cancel_enrollment,
    enroll,
    join_waiting_list,
    promote_waiting,
)
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW
from tests.courses.lectures import make_enrollment, make_people


def limit_seats(run: CourseRun, capacity: int) -> None:
    run.capacity = capacity
    run.save()


def test_enroll_reserves_a_seat_and_says_so(run: CourseRun, practitioner: Practitioner) -> None:
    enrollment = enroll(run=run, practitioner=practitioner, now=NOW, actor=practitioner.user)

    assert enrollment.state == EnrollmentState.ENROLLED
    assert seats_taken(run) == 1
    event = EnrollmentEvent.objects.get(enrollment=enrollment)
    assert (event.from_state, event.to_state, event.actor) == ("", "enrolled", practitioner.user)
    assert AuditEntry.objects.get(action="enrollment.move_enrollment").subject_id == str(enrollment.pk)
    assert "Lecture hall on IP and innovation" in Message.objects.get(recipient=practitioner.user).subject


def test_letter_of_a_seat_names_course_and_start_in_each_language(
    run: CourseRun, practitioner: Practitioner, settings: Settings
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    enroll(run=run, practitioner=practitioner, now=NOW, actor=practitioner.user)

    message = Message.objects.get(recipient=practitioner.user)
    start = timezone.localtime(run.starts_at)
    assert run.course.title_zh in message.body
    assert f"{start.year}年{start.month}月{start.day}日" in message.body
    assert f"You are enrolled in {run.course.title_en}." in message.body_en
    assert f"{start:%B} {start.day}, {start.year}" in message.body_en


def test_enroll_again_gives_the_same_enrollment(run: CourseRun, practitioner: Practitioner) -> None:
    limit_seats(run, 1)
    first = enroll(run=run, practitioner=practitioner, now=NOW, actor=practitioner.user)

    again = enroll(run=run, practitioner=practitioner, now=run.enrollment_closes_at, actor=practitioner.user)

    assert again == first
    assert EnrollmentEvent.objects.count() == 1
    assert Message.objects.count() == 1


def test_enroll_is_refused_when_full(run: CourseRun, practitioner: Practitioner, colleague: Practitioner) -> None:
    limit_seats(run, 1)
    enroll(run=run, practitioner=colleague, now=NOW, actor=colleague.user)

    with pytest.raises(RunFull, match="waiting list"):
        enroll(run=run, practitioner=practitioner, now=NOW, actor=practitioner.user)
    assert Enrollment.objects.count() == 1


def test_offered_seat_counts_as_taken(run: CourseRun, practitioner: Practitioner, colleague: Practitioner) -> None:
    limit_seats(run, 1)
    make_enrollment(run, colleague, EnrollmentState.OFFERED)

    with pytest.raises(RunFull):
        enroll(run=run, practitioner=practitioner, now=NOW, actor=practitioner.user)


def test_enroll_keeps_to_the_window(run: CourseRun, practitioner: Practitioner) -> None:
    second = timedelta(seconds=1)
    with pytest.raises(EnrollmentNotOpen):
        enroll(run=run, practitioner=practitioner, now=run.enrollment_opens_at - second, actor=None)
    with pytest.raises(EnrollmentClosed):
        enroll(run=run, practitioner=practitioner, now=run.enrollment_closes_at, actor=None)

    enroll(run=run, practitioner=practitioner, now=run.enrollment_closes_at - second, actor=None)

    assert seats_taken(run) == 1


@pytest.mark.parametrize("state", [RunState.DRAFT, RunState.CANCELLED])
def test_enroll_is_refused_unless_published(run: CourseRun, practitioner: Practitioner, state: RunState) -> None:
    run.state = state
    run.save()

    with pytest.raises(RunNotPublished):
        enroll(run=run, practitioner=practitioner, now=NOW, actor=None)


def test_enroll_after_cancelling_takes_a_seat_again(run: CourseRun, practitioner: Practitioner) -> None:
    first = enroll(run=run, practitioner=practitioner, now=NOW, actor=practitioner.user)
    cancel_enrollment(enrollment=first, actor=practitioner.user, now=NOW)

    again = enroll(run=run, practitioner=practitioner, now=NOW + timedelta(hours=1), actor=practitioner.user)

    assert (again.pk, again.state) == (first.pk, "enrolled")
    moves = first.events.order_by("pk").values_list("from_state", "to_state")
    assert list(moves) == [("", "enrolled"), ("enrolled", "cancelled"), ("cancelled", "enrolled")]


def test_waiting_list_keeps_its_order(run: CourseRun, practitioner: Practitioner, colleague: Practitioner) -> None:
    limit_seats(run, 1)
    seated, *_others = make_people(1)
    place = enroll(run=run, practitioner=seated, now=NOW, actor=seated.user)
    first = join_waiting_list(run=run, practitioner=colleague, now=NOW, actor=colleague.user)
    second = join_waiting_list(
        run=run, practitioner=practitioner, now=NOW + timedelta(minutes=1), actor=practitioner.user
    )
    assert (place_in_line(first), place_in_line(second)) == (1, 2)

    cancel_enrollment(enrollment=place, actor=seated.user, now=NOW + timedelta(hours=1))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("enrolled", "waiting")
    assert place_in_line(second) == 1
    assert "became free" in Message.objects.get(recipient=colleague.user).subject


def test_waiting_again_changes_nothing(run: CourseRun, practitioner: Practitioner, colleague: Practitioner) -> None:
    limit_seats(run, 1)
    make_enrollment(run, colleague)
    first = join_waiting_list(run=run, practitioner=practitioner, now=NOW, actor=None)

    again = join_waiting_list(run=run, practitioner=practitioner, now=NOW + timedelta(hours=1), actor=None)
    asked_for_seat = enroll(run=run, practitioner=practitioner, now=NOW, actor=None)

    assert first == again == asked_for_seat
    assert (again.state, again.queued_at) == ("waiting", NOW)


def test_waiting_for_a_run_with_seats_reserves_one(run: CourseRun, practitioner: Practitioner) -> None:
    assert join_waiting_list(run=run, practitioner=practitioner, now=NOW, actor=None).state == "enrolled"


def test_waiting_anew_goes_to_the_end_of_the_line(
    run: CourseRun, practitioner: Practitioner, colleague: Practitioner
) -> None:
    limit_seats(run, 1)
    make_enrollment(run, make_people(1)[0])
    mine = join_waiting_list(run=run, practitioner=practitioner, now=NOW, actor=None)
    join_waiting_list(run=run, practitioner=colleague, now=NOW + timedelta(minutes=1), actor=None)
    cancel_enrollment(enrollment=mine, actor=practitioner.user, now=NOW + timedelta(minutes=2))

    mine = join_waiting_list(run=run, practitioner=practitioner, now=NOW + timedelta(minutes=3), actor=None)

    assert place_in_line(mine) == 2


def test_line_does_not_move_after_the_cutoff(
    run: CourseRun, practitioner: Practitioner, colleague: Practitioner
) -> None:
    limit_seats(run, 1)
    seated = make_enrollment(run, colleague)
    waiting = make_enrollment(run, practitioner, EnrollmentState.WAITING)

    cancel_enrollment(enrollment=seated, actor=colleague.user, now=run.promotion_cutoff_at)

    waiting.refresh_from_db()
    assert waiting.state == EnrollmentState.WAITING
    assert seats_left(run) == 1
    assert promote_waiting(run=run, now=run.promotion_cutoff_at, actor=None) == []


def test_line_cannot_be_joined_after_the_cutoff(
    run: CourseRun, practitioner: Practitioner, colleague: Practitioner
) -> None:
    run.promotion_cutoff_at = NOW
    limit_seats(run, 1)
    make_enrollment(run, colleague)

    with pytest.raises(WaitingListClosed):
        join_waiting_list(run=run, practitioner=practitioner, now=NOW, actor=None)


def test_added_seats_go_to_the_line(run: CourseRun, practitioner: Practitioner, course_manager: User) -> None:
    limit_seats(run, 1)
    make_enrollment(run, make_people(1)[0])
    waiting = make_enrollment(run, practitioner, EnrollmentState.WAITING)
    run.capacity = 2

    save_run(run=run, actor=course_manager, now=NOW)

    waiting.refresh_from_db()
    assert waiting.state == EnrollmentState.ENROLLED


def test_with_seats_counts_in_the_query(run: CourseRun, practitioner: Practitioner, colleague: Practitioner) -> None:
    make_enrollment(run, practitioner)
    make_enrollment(run, colleague, EnrollmentState.WAITING)

    counted = with_seats(CourseRun.objects.all()).get()

    assert (counted.seats_taken, counted.waiting) == (1, 1)


def test_second_enrollment_of_a_person_is_refused_by_the_database(run: CourseRun, practitioner: Practitioner) -> None:
    make_enrollment(run, practitioner)

    with pytest.raises(IntegrityError, match=r"UNIQUE|enrollment_once"):
        make_enrollment(run, practitioner)


def test_unknown_state_is_refused_by_the_database(run: CourseRun, practitioner: Practitioner) -> None:
    with pytest.raises(IntegrityError, match="enrollment_state_known"):
        Enrollment.objects.create(run=run, practitioner=practitioner, state="lost", created_at=NOW, queued_at=NOW)
