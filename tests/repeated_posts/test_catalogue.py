"""Courses, runs and their meetings in Wagtail's admin."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import Course, CourseRun, CourseSession
from lms.accounts.models import User
from tests.conftest import signed_in
from tests.repeated_posts.clicks import WAGTAIL_JOURNAL, fill_form, press_twice, repeats


@pytest.fixture
def admin(course_manager: User) -> Client:
    return signed_in(course_manager)


@repeats("courses:add")
def test_course_is_added(admin: Client, course: Course) -> None:
    sent = fill_form(admin, reverse("courses:edit", args=[course.pk]), code="geo-2")

    press_twice(admin, reverse("courses:add"), sent, says="already exists")


@repeats("courses:edit")
def test_course_is_changed(admin: Client, course: Course) -> None:
    page = reverse("courses:edit", args=[course.pk])
    sent = fill_form(admin, page, title_zh="地理标志保护讲座")

    press_twice(admin, page, sent, says="updated", apart_from=[WAGTAIL_JOURNAL])


@repeats("course_runs:add")
def test_run_is_added(admin: Client, run: CourseRun) -> None:
    sent = fill_form(admin, reverse("course_runs:edit", args=[run.pk]), code="lecture-hall-2")

    press_twice(admin, reverse("course_runs:add"), sent, says="already exists")


@repeats("course_runs:edit")
def test_run_is_changed(admin: Client, run: CourseRun) -> None:
    page = reverse("course_runs:edit", args=[run.pk])

    press_twice(admin, page, fill_form(admin, page, capacity=40), says="updated", apart_from=[WAGTAIL_JOURNAL])


@repeats("course_sessions:add")
def test_meeting_is_added(admin: Client, run: CourseRun) -> None:
    session = run.sessions.get()
    sent = fill_form(admin, reverse("course_sessions:edit", args=[session.pk]), title="第二讲")

    press_twice(
        admin, reverse("course_sessions:add"), sent, says="The run has a session with this title at this time already."
    )

    assert CourseSession.objects.count() == 2


@repeats("course_sessions:edit")
def test_meeting_is_changed(admin: Client, run: CourseRun) -> None:
    page = reverse("course_sessions:edit", args=[run.sessions.get().pk])

    press_twice(admin, page, fill_form(admin, page, title="开讲"), says="updated", apart_from=[WAGTAIL_JOURNAL])
