"""The exam office in Wagtail's admin."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from certification.papers.models import Paper
from certification.sittings.enums import RegistrationState, SittingState
from certification.sittings.models import Assessment, Attempt, Registration, Sitting
from lms.accounts.models import Practitioner, User
from tests.cast import make_practitioner
from tests.certification.sittings.cast import make_assessment, make_attempt, make_paper, make_registration
from tests.conftest import signed_in
from tests.traces import views_of_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(examiner: User) -> Client:
    return signed_in(examiner)


# Read once: two moments of a form lie as far apart as the test says, however long it waited for its turn.
NOW = timezone.now()


def moment(days: float) -> str:
    return f"{timezone.localtime(NOW + timedelta(days=days)):%Y-%m-%d %H:%M}"


def sitting_form(assessment: Assessment, paper: Paper, **changed: Any) -> dict[str, Any]:
    return {
        "assessment": assessment.pk,
        "paper": paper.pk,
        "code": "GEN-L1-2026-01",
        "state": "published",
        "registration_opens_at": moment(1),
        "registration_closes_at": moment(9),
        "opens_at": moment(10),
        "closes_at": moment(10.5),
        "minutes": 120,
        "capacity": 30,
        "place": "天津市河西区机考中心",
    } | changed


def assessment_form(assessment: Assessment, **changed: Any) -> dict[str, Any]:
    return {
        "code": assessment.code,
        "title_zh": assessment.title_zh,
        "title_en": assessment.title_en,
        "domain": assessment.domain_id,
        "level": assessment.level,
        "blueprint": assessment.blueprint_id,
        "standard": assessment.standard,
        "retake_days": 30,
        "attempts_per_year": 2,
        "validity_years": 3,
        "rule_version": "2025-2",
        "rule_total": "65",
        "rule_case": "10.5",
        "rule_areas": "A 60",
    } | changed


def edit(row: Any) -> str:
    return reverse(f"exam_{row._meta.model_name}s:edit", args=[row.pk])


def test_sitting_is_planned(office: Client, assessment: Assessment, small_paper: Paper) -> None:
    response = office.post(reverse("exam_sittings:add"), sitting_form(assessment, small_paper))
    assert response.status_code == 302, response.context["form"].errors
    assert Sitting.objects.get().state == SittingState.PUBLISHED


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"closes_at": moment(9.5)}, "closes after it opens"),
        ({"closes_at": moment(10.01)}, "shorter than the working time"),
        ({"registration_closes_at": moment(0)}, "Registration closes after it opens"),
        ({"minutes": 0}, "needs minutes and seats"),
    ],
)
def test_impossible_window_is_refused_on_the_form(
    office: Client, assessment: Assessment, small_paper: Paper, changed: dict[str, Any], text: str
) -> None:
    response = office.post(reverse("exam_sittings:add"), sitting_form(assessment, small_paper, **changed))
    assert text in response.content.decode()
    assert not Sitting.objects.exists()


def test_paper_of_another_assessment_is_refused(office: Client, assessment: Assessment, examiner: User) -> None:
    other = make_paper("other", examiner)
    response = office.post(reverse("exam_sittings:add"), sitting_form(assessment, other))
    assert "another blueprint" in response.content.decode()


def test_sitting_is_not_published_with_a_paper_that_is_not_what_was_frozen(office: Client, examiner: User) -> None:
    broken = make_paper("broken", examiner, sealed=False)
    refused = office.post(reverse("exam_sittings:add"), sitting_form(make_assessment("BROKEN", broken), broken))
    assert "no longer what was frozen" in refused.content.decode()
    assert not Sitting.objects.exists()


def test_sitting_may_change_until_someone_is_registered(
    office: Client, sitting: Sitting, practitioner: Practitioner
) -> None:
    form = sitting_form(sitting.assessment, sitting.paper, code=sitting.code, place="新考场")
    assert office.post(edit(sitting), form).status_code == 302
    make_registration(sitting, practitioner)

    assert office.post(edit(sitting), form | {"place": "别处", "capacity": 40}).status_code == 302

    sitting.refresh_from_db()
    assert (sitting.place, sitting.capacity) == ("新考场", 40)


def test_seats_never_fall_below_those_taken(office: Client, sitting: Sitting) -> None:
    for number in range(3):
        make_registration(sitting, make_practitioner(f"p{number}@example.com", "考生"))
    form = sitting_form(sitting.assessment, sitting.paper, code=sitting.code, capacity=2)
    assert "More candidates are registered" in office.post(edit(sitting), form).content.decode()


def test_sitting_is_called_off_with_a_reason(office: Client, sitting: Sitting, practitioner: Practitioner) -> None:
    registration = make_registration(sitting, practitioner)
    form = sitting_form(sitting.assessment, sitting.paper, call_off="on")
    assert "the candidates read it" in office.post(edit(sitting), form).content.decode()

    assert office.post(edit(sitting), form | {"reason": "考场停电。"}).status_code == 302

    sitting.refresh_from_db()
    registration.refresh_from_db()
    assert (sitting.state, registration.state) == (SittingState.CANCELLED, RegistrationState.CANCELLED)
    assert "考场停电" in practitioner.user.messages.get().body


def test_sitting_that_has_begun_is_not_called_off(office: Client, sitting: Sitting, practitioner: Practitioner) -> None:
    make_attempt(make_registration(sitting, practitioner))
    form = sitting_form(sitting.assessment, sitting.paper, call_off="on", reason="停电")
    assert "have started" in office.post(edit(sitting), form).content.decode()


def test_pass_rule_is_typed_as_numbers(office: Client, assessment: Assessment) -> None:
    response = office.post(edit(assessment), assessment_form(assessment))
    assert response.status_code == 302, response.context["form"].errors
    assessment.refresh_from_db()
    assert assessment.pass_rule == {"version": "2025-2", "total": 65, "case": "10.5", "areas": {"A": "0.6"}}
    page = office.get(edit(assessment)).content.decode()
    assert 'value="A 60"' in page


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"rule_areas": "A sixty"}, "its letter and a percentage"),
        ({"rule_areas": "A 160"}, "its letter and a percentage"),
        ({"rule_areas": "Z 60"}, "has no area Z"),
        ({"rule_total": ""}, "required"),
    ],
)
def test_pass_rule_that_does_not_fit_is_refused(
    office: Client, assessment: Assessment, changed: dict[str, str], text: str
) -> None:
    assert text in office.post(edit(assessment), assessment_form(assessment, **changed)).content.decode()


def test_extra_time_is_granted_in_the_admin(office: Client, registration: Registration) -> None:
    assert office.post(edit(registration), {"extra_time": "1.25"}).status_code == 302
    registration.refresh_from_db()
    assert str(registration.extra_time) == "1.25"
    assert "from 1 to 3" in office.post(edit(registration), {"extra_time": "9"}).content.decode()


def test_extra_time_after_the_start_is_refused(office: Client, attempt: Attempt) -> None:
    response = office.post(edit(attempt.registration), {"extra_time": "1.25"})
    assert "its time is fixed" in response.content.decode()


@pytest.mark.parametrize("name", ["assessments", "sittings", "registrations", "attempts"])
def test_list_filters_exports_and_asks_the_same_number_of_queries(
    office: Client, sitting: Sitting, practitioner: Practitioner, name: str
) -> None:
    def count() -> int:
        office.get(reverse(f"exam_{name}:index"))
        with CaptureQueriesContext(connection) as queries:
            assert office.get(reverse(f"exam_{name}:index")).status_code == 200
        return len(queries)

    make_attempt(make_registration(sitting, practitioner))
    one = count()
    for number in range(2):
        make_attempt(make_registration(sitting, make_practitioner(f"p{number}@example.com", f"考生{number}")))
    assert count() == one
    export = office.get(reverse(f"exam_{name}:index"), {"export": "xlsx"})
    book = load_workbook(BytesIO(b"".join(export.streaming_content)))  # type: ignore[attr-defined]
    assert book.active is not None
    assert book.active.max_row >= 2


@pytest.mark.parametrize("name", ["assessments", "sittings", "registrations", "attempts"])
def test_nothing_is_deleted_and_outsiders_stay_out(office: Client, marker: User, attempt: Attempt, name: str) -> None:
    rows = {
        "assessments": attempt.registration.sitting.assessment,
        "sittings": attempt.registration.sitting,
        "registrations": attempt.registration,
        "attempts": attempt,
    }
    deletion = reverse(f"exam_{name}:delete", args=[rows[name].pk])
    assert office.post(deletion).status_code in {302, 403}
    assert type(rows[name])._default_manager.filter(pk=rows[name].pk).exists()
    assert signed_in(marker).get(reverse(f"exam_{name}:index")).status_code in {302, 403}


def test_attempts_are_only_read(office: Client, attempt: Attempt) -> None:
    assert office.get(reverse("exam_attempts:inspect", args=[attempt.pk])).status_code == 200
    office.get(reverse("exam_registrations:inspect", args=[attempt.registration_id]))
    office.get(reverse("exam_registrations:edit", args=[attempt.registration_id]))

    registration = f"admin/sittings.registration/{attempt.registration_id}"
    screens = [f"admin/sittings.attempt/{attempt.pk}", registration, registration]
    assert [screen for _viewer, _key, screen in views_of_people()] == screens
    assert office.post(edit(attempt), {"state": "submitted"}).status_code in {302, 403}
    attempt.refresh_from_db()
    assert attempt.ended_at is None


def test_list_of_assessments_says_which_need_a_license(office: Client, assessment: Assessment) -> None:
    page = office.get(reverse("exam_assessments:index")).content.decode()
    assert re.search(r"<td[^>]*>\s*no\s*</td>", page)
    assert "Needs a license" in page
    assert "False" not in page
