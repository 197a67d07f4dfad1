"""A seat, an attempt, and the exam office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from certification.papers.models import Paper
from certification.sittings.models import Assessment, Attempt, Registration, Sitting
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.certification.sittings.cast import make_registration, make_sitting
from tests.conftest import signed_in
from tests.repeated_posts.clicks import WAGTAIL_JOURNAL, fill_form, press_twice, repeats

pytestmark = pytest.mark.django_db
SEAT = "/assessments/sittings"


@pytest.fixture
def office(examiner: User) -> Client:
    return signed_in(examiner)


@pytest.fixture
def coming_sitting(assessment: Assessment, small_paper: Paper) -> Sitting:
    """In a week by the clock on the wall, open for registration."""
    return make_sitting("GEN-L1-soon", assessment, small_paper, opens_at=timezone.now() + timedelta(days=7))


@repeats("sittings:register")
def test_seat_is_taken(coming_sitting: Sitting, practitioner_client: Client) -> None:
    press_twice(practitioner_client, f"{SEAT}/GEN-L1-soon/register/", says="Your seat is reserved.")


@repeats("sittings:cancel")
def test_seat_is_given_back(coming_sitting: Sitting, practitioner: Practitioner, practitioner_client: Client) -> None:
    make_registration(coming_sitting, practitioner)

    press_twice(practitioner_client, f"{SEAT}/GEN-L1-soon/cancel/", says="Your registration is canceled.")


@repeats("sittings:start")
def test_attempt_is_started(running_registration: Registration, practitioner_client: Client) -> None:
    answer = press_twice(practitioner_client, f"{SEAT}/GEN-L1-now/start/", says="data-item=")

    assert answer["Location"] == f"/attempts/{Attempt.objects.get().pk}/"


@repeats("sittings:save")
def test_answer_is_saved(running_attempt: Attempt, practitioner_client: Client) -> None:
    sent = {"position": 1, "sequence": 1, "value": {"choices": ["A"]}}
    path = f"/attempts/{running_attempt.pk}/answers/"

    press_twice(practitioner_client, path, sent, says='"sequence": 1', content_type="application/json")


@repeats("sittings:submit")
def test_attempt_is_handed_in(running_attempt: Attempt, practitioner_client: Client) -> None:
    press_twice(practitioner_client, f"/attempts/{running_attempt.pk}/submit/", says="Your attempt is handed in.")


@repeats("exam_assessments:add")
def test_assessment_is_added(office: Client, assessment: Assessment) -> None:
    page = f"/cms/exam_assessments/edit/{assessment.pk}/"

    sent = fill_form(office, page, code="GEN-L1-B")

    press_twice(office, "/cms/exam_assessments/new/", sent, says="already exists")


@repeats("exam_assessments:edit")
def test_assessment_is_changed(office: Client, assessment: Assessment) -> None:
    page = f"/cms/exam_assessments/edit/{assessment.pk}/"

    press_twice(office, page, fill_form(office, page, retake_days=45), says="updated", apart_from=[WAGTAIL_JOURNAL])


@repeats("exam_sittings:add")
def test_sitting_is_added(office: Client, coming_sitting: Sitting) -> None:
    sent = fill_form(office, f"/cms/exam_sittings/edit/{coming_sitting.pk}/", code="GEN-L1-later")

    press_twice(office, "/cms/exam_sittings/new/", sent, says="already exists")


@repeats("exam_sittings:edit")
def test_sitting_is_changed(office: Client, coming_sitting: Sitting) -> None:
    page = f"/cms/exam_sittings/edit/{coming_sitting.pk}/"

    press_twice(office, page, fill_form(office, page, capacity=40), says="updated", apart_from=[WAGTAIL_JOURNAL])


@repeats("exam_sittings:edit")
def test_sitting_is_called_off(office: Client, coming_sitting: Sitting, practitioner: Practitioner) -> None:
    make_registration(coming_sitting, practitioner)
    page = f"/cms/exam_sittings/edit/{coming_sitting.pk}/"
    sent = fill_form(office, page, call_off="on", reason="考场停电")

    press_twice(office, page, sent, says="updated", apart_from=[WAGTAIL_JOURNAL])

    assert Message.objects.filter(recipient=practitioner.user).count() == 1


@repeats("exam_registrations:edit")
def test_extra_time_is_granted(office: Client, registration: Registration) -> None:
    page = f"/cms/exam_registrations/edit/{registration.pk}/"

    press_twice(office, page, {"extra_time": "1.25"}, says="updated", apart_from=[WAGTAIL_JOURNAL])
