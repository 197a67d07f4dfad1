"""Places in a run, and what the association does with a run and its meetings."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.catalogue.enums import RunState
from courses.catalogue.models import Course, CourseRun
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.conftest import signed_in
from tests.courses.lectures import make_enrollment, make_run, make_session
from tests.repeated_posts.clicks import press_twice, repeats

REASON = {"reason": "讲者生病"}


@pytest.fixture
def manager(course_manager: User) -> Client:
    return signed_in(course_manager)


@pytest.fixture
def open_run(course: Course) -> CourseRun:
    """Open by the clock on the wall; one seat."""
    run = make_run(course, "open-run", starts_at=timezone.now() + timedelta(days=7), capacity=1)
    make_session(run)
    return run


@pytest.fixture
def place(course: Course, practitioner: Practitioner, hours_rules: object) -> Enrollment:
    """In a run whose only meeting goes on right now."""
    run = make_run(course, "today", starts_at=timezone.now() - timedelta(minutes=10))
    make_session(run)
    return make_enrollment(run, practitioner)


@repeats("enrollment:enroll")
def test_place_is_taken(open_run: CourseRun, practitioner_client: Client) -> None:
    press_twice(practitioner_client, "/courses/runs/open-run/enroll/", says="Your seat is reserved.")


@repeats("enrollment:wait")
def test_waiting_list_is_joined(open_run: CourseRun, colleague: Practitioner, practitioner_client: Client) -> None:
    make_enrollment(open_run, colleague)

    press_twice(practitioner_client, "/courses/runs/open-run/wait/", says="You are number 1 on the waiting list.")


@repeats("enrollment:cancel")
def test_place_is_given_up(
    open_run: CourseRun, practitioner: Practitioner, colleague: Practitioner, practitioner_client: Client
) -> None:
    place = make_enrollment(open_run, practitioner)
    make_enrollment(open_run, colleague, EnrollmentState.WAITING)

    press_twice(practitioner_client, f"/my/courses/{place.pk}/cancel/", REASON, says="is given up.")

    assert Message.objects.filter(recipient=colleague.user).count() == 1


@repeats("enrollment:remove")
def test_place_is_canceled_by_the_association(open_run: CourseRun, practitioner: Practitioner, manager: Client) -> None:
    place = make_enrollment(open_run, practitioner)

    press_twice(manager, f"/desk/runs/open-run/places/{place.pk}/cancel/", REASON, says="The place is canceled")

    assert Message.objects.filter(recipient=practitioner.user).count() == 1


@repeats("catalogue:publish_run")
def test_run_is_published(open_run: CourseRun, manager: Client) -> None:
    CourseRun.objects.update(state=RunState.DRAFT)

    press_twice(manager, "/desk/runs/open-run/publish/", says="The run is published")


@repeats("catalogue:call_off_run")
def test_run_is_called_off(open_run: CourseRun, practitioner: Practitioner, manager: Client) -> None:
    make_enrollment(open_run, practitioner)

    press_twice(manager, "/desk/runs/open-run/call-off/", REASON, says="The run is canceled")

    assert Message.objects.filter(recipient=practitioner.user).count() == 1


@repeats("learning:check_in")
@repeats("learning:undo_check_in")
def test_learner_is_checked_in_and_out(place: Enrollment, manager: Client) -> None:
    address = f"/desk/runs/today/{place.run.sessions.get().pk}/{place.pk}"

    press_twice(manager, f"{address}/check-in/", says=f"{address}/undo/")
    press_twice(manager, f"{address}/undo/", says=f"{address}/check-in/")


@repeats("learning:check_in")
def test_learner_is_checked_in_by_a_script(place: Enrollment, manager: Client) -> None:
    address = f"/desk/runs/today/{place.run.sessions.get().pk}/{place.pk}"

    press_twice(manager, f"{address}/check-in/", says=f"{address}/undo/", headers={"HX-Request": "true"})


@repeats("learning:close_session")
def test_meeting_is_closed(place: Enrollment, manager: Client) -> None:
    session = place.run.sessions.get()
    session.starts_at -= timedelta(hours=3)
    session.ends_at -= timedelta(hours=3)
    session.save()

    press_twice(manager, f"/desk/runs/today/{session.pk}/close/", says="marked absent.")
