from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.employers.services import apply_for_access
from courses.catalogue.enums import RunState
from courses.enrollment.enums import EnrollmentState
from lms.accounts.models import Practitioner, User
from tests.cast import make_user
from tests.conftest import signed_in
from tests.courses.lectures import make_course, make_enrollment, make_people, make_run, make_session


def _counts(user: User) -> dict[str, int]:
    tasks = signed_in(user).get("/desk/").context["tasks"]
    return {str(task.kind.label): task.count for task in tasks}


def test_anonymous_visitor_signs_in(db: None, client: Client) -> None:
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_outsider_finds_no_desk(outsider_client: Client) -> None:
    assert outsider_client.get("/desk/").status_code == 404


def test_staff_without_a_role_are_told_whom_to_ask(db: None) -> None:
    user = make_user("idle@example.com")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()

    assert "Ask the administrator for a role" in signed_in(user).get("/desk/").text


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("course_manager", {"Meetings today", "Runs not published yet", "People on waiting lists"}),
        ("item_writer", {"Your items in draft"}),
        ("item_reviewer", {"Items to review"}),
        ("examiner", {"Sittings in the next two weeks", "Results to release"}),
        ("marker", {"Answers to mark"}),
        (
            "registrar",
            {
                "Passes without a certificate",
                "Revocations to decide",
                "Renewals to decide",
                "Employers who apply",
                "Licenses to verify",
            },
        ),
        ("credit_officer", {"Credit records under way"}),
    ],
)
def test_each_role_sees_its_own_work(request: pytest.FixtureRequest, role: str, labels: set[str]) -> None:
    assert set(_counts(request.getfixturevalue(role))) == labels


def test_auditor_sees_what_there_is_to_look_at(auditor: User) -> None:
    assert "Audit entries of the last seven days" in _counts(auditor)


def test_every_kind_leads_to_a_page(db: None) -> None:
    administrator = make_user("admin@example.com")
    User.objects.filter(pk=administrator.pk).update(is_staff=True, is_superuser=True)
    administrator.refresh_from_db()
    client = signed_in(administrator)

    for task in client.get("/desk/").context["tasks"]:
        assert client.get(task.url).status_code == 200, task.url


def test_course_work_is_counted_and_what_waits_comes_first(course_manager: User) -> None:
    now = timezone.now()
    today = make_run(make_course("today"), "today-1", starts_at=now)
    make_session(today)
    make_run(make_course("draft"), "draft-1", starts_at=now + timedelta(days=9), state=RunState.DRAFT)
    full = make_run(make_course("full"), "full-1", starts_at=now + timedelta(days=9))
    for person in make_people(2):
        make_enrollment(full, person, EnrollmentState.WAITING)

    tasks = signed_in(course_manager).get("/desk/").context["tasks"]

    assert [(str(task.kind.label), task.count, task.is_waiting) for task in tasks] == [
        ("Meetings today", 1, True),
        ("Runs not published yet", 1, True),
        ("People on waiting lists", 2, False),
    ]


def test_licenses_wait_for_the_registrar(registrar: User, practitioner: Practitioner) -> None:
    Practitioner.objects.filter(pk=practitioner.pk).update(license_number="DEMO-1")

    assert _counts(registrar)["Licenses to verify"] == 1


def test_employers_who_apply_wait_for_the_registrar(registrar: User, practitioner: Practitioner) -> None:
    application = {"organization_name": "某某知识产权公司", "credit_code": "91120000MA00000001", "position": "人事"}
    for applicant in (practitioner.user, registrar):
        apply_for_access(user=applicant, **application, purpose="核对应聘者证书", now=timezone.now())

    # Nobody decides about their own.
    assert _counts(registrar)["Employers who apply"] == 1


def test_queries_of_the_desk_are_constant(registrar: User) -> None:
    client = signed_in(registrar)
    people = make_people(3)
    Practitioner.objects.filter(pk=people[0].pk).update(license_number="DEMO-1")
    client.get("/desk/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/")

    Practitioner.objects.filter(pk__in=[person.pk for person in people]).update(license_number="DEMO-2")
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/")

    assert len(three) == len(one)
