from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook

from courses.catalogue.models import Course, CourseRun, Speaker
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from lms.accounts.models import Practitioner, User
from tests.conftest import signed_in
from tests.courses.lectures import make_enrollment

LISTS = ["courses", "course_runs", "course_sessions", "venues", "speakers"]


@pytest.fixture
def admin(course_manager: User) -> Client:
    return signed_in(course_manager)


def local(moment: object) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type]  # a field's value


def run_fields(run: CourseRun, **changes: object) -> dict[str, object]:
    moments = ("enrollment_opens_at", "enrollment_closes_at", "promotion_cutoff_at", "starts_at", "ends_at")
    return {
        "course": run.course_id,
        "code": run.code,
        "mode": run.mode,
        "capacity": run.capacity,
        "required_attendance_percent": run.required_attendance_percent,
        **{name: local(getattr(run, name)) for name in moments},
        **changes,
    }


def test_list_and_page_of_a_run_show_its_start_in_the_time_of_the_site(admin: Client, run: CourseRun) -> None:
    start = date_format(timezone.localtime(run.starts_at), "DATETIME_FORMAT")

    for address in (reverse("course_runs:index"), reverse("course_runs:inspect", args=[run.pk])):
        assert start in admin.get(address).content.decode(), address


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_and_export(admin: Client, run: CourseRun, name: str) -> None:
    assert admin.get(reverse(f"{name}:index"), {"q": "x"}).status_code == 200

    answer = admin.get(reverse(f"{name}:index"), {"export": "xlsx"})
    content = answer.getvalue()
    assert load_workbook(BytesIO(content)).active is not None


def test_course_saved_in_the_admin_is_found_by_its_new_title(admin: Client, course: Course) -> None:
    fields = {
        "code": course.code,
        "title_zh": "地理标志保护讲座",
        "title_en": "Geographical indications",
        "summary_zh": "概要",
        "summary_en": "",
        "domain": course.domain_id,
        "level": "L1",
        "category": "professional",
    }

    answer = admin.post(reverse("courses:edit", args=[course.pk]), fields)

    assert answer.status_code == 302
    course.refresh_from_db()
    assert course.title_zh == "地理标志保护讲座"
    assert "地理标志保护讲座" in course.search_text
    added = admin.post(reverse("courses:add"), fields | {"code": "geo-2"})
    assert added.status_code == 302
    assert "地理标志" in Course.objects.get(code="geo-2").search_text


def test_course_without_a_title_is_refused(admin: Client, course: Course) -> None:
    answer = admin.post(reverse("courses:edit", args=[course.pk]), {"code": course.code})

    assert answer.status_code == 200
    assert "This field is required" in answer.content.decode()


def test_seats_added_in_the_admin_go_to_the_line(
    admin: Client, run: CourseRun, practitioner: Practitioner, colleague: Practitioner
) -> None:
    now = timezone.now()
    CourseRun.objects.filter(pk=run.pk).update(
        capacity=1,
        starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=4),
        promotion_cutoff_at=now + timedelta(days=2),
    )
    run.refresh_from_db()
    make_enrollment(run, colleague)
    waiting = make_enrollment(run, practitioner, EnrollmentState.WAITING)

    answer = admin.post(reverse("course_runs:edit", args=[run.pk]), run_fields(run, capacity=2))

    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"


def test_seats_below_those_taken_are_refused_on_the_form(
    admin: Client, run: CourseRun, enrollment: Enrollment, colleague: Practitioner
) -> None:
    make_enrollment(run, colleague)

    answer = admin.post(reverse("course_runs:edit", args=[run.pk]), run_fields(run, capacity=1))

    assert "2 seats are taken already." in answer.content.decode()
    run.refresh_from_db()
    assert run.capacity == 20


def test_run_that_ends_before_it_starts_is_refused_on_the_form(admin: Client, run: CourseRun) -> None:
    fields = run_fields(run, ends_at=local(run.starts_at - timedelta(days=1)))

    assert (
        "A run ends after it starts." in admin.post(reverse("course_runs:edit", args=[run.pk]), fields).content.decode()
    )


def test_session_saved_in_the_admin_makes_its_speaker_found(admin: Client, run: CourseRun) -> None:
    speaker = Speaker.objects.create(name="顾虚言")
    fields = {
        "run": run.pk,
        "title": "第二讲",
        "starts_at": local(run.starts_at),
        "ends_at": local(run.starts_at + timedelta(hours=1)),
        "speakers": [speaker.pk],
        "online_url": "",
    }

    assert admin.post(reverse("course_sessions:add"), fields).status_code == 302
    run.course.refresh_from_db()
    assert "顾虚言" in run.course.search_text

    outside = fields | {"ends_at": local(run.ends_at + timedelta(hours=1))}
    assert "outside the dates" in admin.post(reverse("course_sessions:add"), outside).content.decode()


def test_nothing_is_deleted_in_the_admin(admin: Client, course: Course) -> None:
    admin.post(reverse("courses:delete", args=[course.pk]))

    assert Course.objects.filter(pk=course.pk).exists()


@pytest.mark.parametrize("name", LISTS)
def test_other_staff_do_not_get_in(marker: User, practitioner_client: Client, name: str) -> None:
    assert signed_in(marker).get(reverse(f"{name}:index")).status_code == 302
    assert practitioner_client.get(reverse(f"{name}:index")).status_code == 302
