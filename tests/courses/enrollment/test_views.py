from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.enums import RunState
from courses.catalogue.models import Course, CourseRun
from courses.enrollment.models import Enrollment
from lms.accounts.models import Practitioner, User
from tests.cast import make_user
from tests.conftest import signed_in
from tests.courses.lectures import make_enrollment, make_people, make_run, make_session


@pytest.fixture
def open_run(course: Course) -> CourseRun:
    """Open by the clock on the wall."""
    run = make_run(course, "open-run", starts_at=timezone.now() + timedelta(days=7))
    make_session(run)
    return run


def test_learner_enrolls_with_a_button(open_run: CourseRun, practitioner_client: Client) -> None:
    answer = practitioner_client.post("/courses/runs/open-run/enroll/", follow=True)

    enrollment = Enrollment.objects.get(run=open_run)
    assert answer.redirect_chain == [(f"/my/courses/{enrollment.pk}/", 302)]
    assert "Your seat is reserved." in answer.content.decode()


def test_second_click_gives_the_same_answer(open_run: CourseRun, practitioner_client: Client) -> None:
    answers = [practitioner_client.post("/courses/runs/open-run/enroll/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Enrollment.objects.count() == 1


def test_full_run_is_refused_with_what_to_do(open_run: CourseRun, practitioner_client: Client) -> None:
    for person in make_people(20):
        make_enrollment(open_run, person)

    answer = practitioner_client.post("/courses/runs/open-run/enroll/")

    assert answer.status_code == 409
    assert "waiting list" in answer.content.decode()


def test_enrollment_after_the_window_is_refused(open_run: CourseRun, practitioner_client: Client) -> None:
    open_run.enrollment_closes_at = timezone.now() - timedelta(minutes=1)
    open_run.save()

    answer = practitioner_client.post("/courses/runs/open-run/enroll/")

    assert answer.status_code == 409
    assert "has closed" in answer.content.decode()


def test_learner_joins_the_line(open_run: CourseRun, practitioner_client: Client) -> None:
    for person in make_people(20):
        make_enrollment(open_run, person)

    answer = practitioner_client.post("/courses/runs/open-run/wait/", follow=True)

    assert "You are number 1 on the waiting list." in answer.content.decode()


@pytest.mark.parametrize("deed", ["enroll", "wait"])
def test_address_of_a_button_leads_to_the_course(open_run: CourseRun, practitioner_client: Client, deed: str) -> None:
    answer = practitioner_client.get(f"/courses/runs/open-run/{deed}/")

    assert (answer.status_code, answer["Location"]) == (302, open_run.course.get_absolute_url())


@pytest.mark.parametrize("deed", ["enroll", "wait"])
def test_drafts_and_unknown_runs_are_not_found(open_run: CourseRun, practitioner_client: Client, deed: str) -> None:
    CourseRun.objects.update(state=RunState.DRAFT)

    assert practitioner_client.post(f"/courses/runs/open-run/{deed}/").status_code == 404
    assert practitioner_client.post(f"/courses/runs/nothing/{deed}/").status_code == 404


@pytest.mark.parametrize("deed", ["enroll", "wait"])
def test_visitor_signs_in_first(open_run: CourseRun, client: Client, deed: str) -> None:
    answer = client.post(f"/courses/runs/open-run/{deed}/")

    assert answer["Location"] == f"/accounts/login/?next=/courses/runs/open-run/{deed}/"


def test_account_without_a_practitioner_registers_first(open_run: CourseRun) -> None:
    client = signed_in(make_user("new@example.com"))

    answer = client.post("/courses/runs/open-run/enroll/")

    assert answer["Location"].startswith(reverse("accounts:profile"))
    assert not Enrollment.objects.exists()


def test_learner_gives_the_place_up(
    open_run: CourseRun, practitioner: Practitioner, practitioner_client: Client
) -> None:
    enrollment = make_enrollment(open_run, practitioner)
    page = f"/my/courses/{enrollment.pk}/cancel/"

    assert "Your seat goes to the next" in practitioner_client.get(page).content.decode()
    answer = practitioner_client.post(page, {"reason": "出差"}, follow=True)
    assert "is given up" in answer.content.decode()
    again = practitioner_client.post(page, {"reason": "出差"})

    enrollment.refresh_from_db()
    assert (enrollment.state, again.status_code) == ("cancelled", 302)
    assert enrollment.events.count() == 1
    assert "given up already" in practitioner_client.get(page, follow=True).content.decode()


def test_reason_that_is_too_long_is_refused(
    open_run: CourseRun, practitioner: Practitioner, practitioner_client: Client
) -> None:
    enrollment = make_enrollment(open_run, practitioner)

    answer = practitioner_client.post(f"/my/courses/{enrollment.pk}/cancel/", {"reason": "长" * 201})

    assert "at most 200 characters" in answer.content.decode()
    enrollment.refresh_from_db()
    assert enrollment.state == "enrolled"


def test_place_cannot_be_given_up_once_it_began(
    course: Course, practitioner: Practitioner, practitioner_client: Client
) -> None:
    run = make_run(course, starts_at=timezone.now() - timedelta(hours=1))
    enrollment = make_enrollment(run, practitioner)

    assert practitioner_client.get(f"/my/courses/{enrollment.pk}/cancel/").status_code == 409
    assert practitioner_client.post(f"/my/courses/{enrollment.pk}/cancel/").status_code == 409


def test_outsider_cannot_give_up_anothers_place(
    open_run: CourseRun, practitioner: Practitioner, outsider_client: Client
) -> None:
    enrollment = make_enrollment(open_run, practitioner)

    assert outsider_client.get(f"/my/courses/{enrollment.pk}/cancel/").status_code == 404
    assert outsider_client.post(f"/my/courses/{enrollment.pk}/cancel/").status_code == 404


def test_association_cancels_a_place_with_a_reason(
    open_run: CourseRun, practitioner: Practitioner, course_manager: User
) -> None:
    enrollment = make_enrollment(open_run, practitioner)
    client = signed_in(course_manager)
    page = f"/desk/runs/open-run/places/{enrollment.pk}/cancel/"

    assert practitioner.name in client.get(page).content.decode()
    assert "This field is required" in client.post(page).content.decode()
    client.post(page, {"reason": "重复报名"})

    enrollment.refresh_from_db()
    assert enrollment.state == "cancelled"
    assert client.get(f"/desk/runs/other/places/{enrollment.pk}/cancel/").status_code == 404


def test_outsider_finds_no_such_desk(open_run: CourseRun, practitioner: Practitioner, outsider_client: Client) -> None:
    enrollment = make_enrollment(open_run, practitioner)

    assert outsider_client.get(f"/desk/runs/open-run/places/{enrollment.pk}/cancel/").status_code == 404
