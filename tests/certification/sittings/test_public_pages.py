from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.papers.models import Paper
from certification.sittings.enums import SittingState
from certification.sittings.models import Assessment, Sitting
from lms.accounts.models import Practitioner
from tests.certification.sittings.cast import make_assessment, make_attempt, make_registration, make_sitting

pytestmark = pytest.mark.django_db
LIST = "/assessments/"
PAGE = "/assessments/GEN-L1/"


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_list_shows_each_assessment_with_its_next_sitting(client: Client, running_sitting: Sitting) -> None:
    page = client.get(LIST).content.decode()
    assert "General and ethics, foundation" in page
    assert "30 seats left" in page
    assert "pictures/gen.svg" in page


def test_list_without_assessments_says_what_to_do(client: Client) -> None:
    assert "See the lectures" in client.get(LIST).content.decode()


def test_list_asks_the_same_number_of_queries_for_one_and_three(client: Client, small_paper: Paper) -> None:
    def add(number: int) -> None:
        made = make_assessment(f"A{number}", small_paper)
        make_sitting(f"s{number}", made, small_paper, opens_at=timezone.now() + timedelta(days=1))

    add(1)
    one = queries_of(client, LIST)
    add(2)
    add(3)
    assert queries_of(client, LIST) == one


def test_page_shows_paper_gates_and_sittings(client: Client, running_sitting: Sitting) -> None:
    page = client.get(PAGE).content.decode()
    for text in (
        "Single choice",
        "At least 60 points in total",
        "At least 10 points in the case",
        "60 % right answers",
    ):
        assert text in page
    assert running_sitting.code in page
    assert "Sign in to see which of these you meet" in page


def test_page_tells_the_practitioner_what_is_met_and_what_is_missing(
    practitioner_client: Client, running_sitting: Sitting, small_paper: Paper
) -> None:
    Assessment.objects.update(requires_license=True)
    running_sitting.assessment.prerequisites.add(make_assessment("GEN-L0", small_paper, title_en="Ethics first"))
    page = practitioner_client.get(PAGE).content.decode()
    assert "Enter your license number" in page
    assert "Ethics first" in page
    assert page.count("criterion-unmet") == 2


@pytest.mark.parametrize(("days_ago", "is_told"), [(29, True), (31, False)])
def test_page_tells_of_a_retake_only_while_one_must_wait(
    days_ago: int, is_told: bool, practitioner_client: Client, running_sitting: Sitting, practitioner: Practitioner
) -> None:
    make_attempt(make_registration(running_sitting, practitioner), started_at=timezone.now() - timedelta(days=days_ago))
    assert ("Next attempt on or after" in practitioner_client.get(PAGE).text) == is_told


def test_page_shows_the_seat_one_has(
    practitioner_client: Client, running_sitting: Sitting, practitioner: Practitioner
) -> None:
    make_registration(running_sitting, practitioner)
    assert "You are registered" in practitioner_client.get(PAGE).content.decode()


def test_page_asks_the_same_number_of_queries_for_one_and_three(
    practitioner_client: Client, assessment: Assessment, small_paper: Paper, practitioner: Practitioner
) -> None:
    def add(number: int) -> None:
        opens_at = timezone.now() + timedelta(days=number)
        make_registration(make_sitting(f"s{number}", assessment, small_paper, opens_at=opens_at), practitioner)

    add(1)
    one = queries_of(practitioner_client, PAGE)
    add(2)
    add(3)
    assert queries_of(practitioner_client, PAGE) == one


@pytest.mark.parametrize("reader", ["client", "practitioner_client"])
def test_draft_sitting_is_shown_to_nobody(
    request: pytest.FixtureRequest, reader: str, running_sitting: Sitting
) -> None:
    Sitting.objects.update(state=SittingState.DRAFT)
    assert running_sitting.code not in request.getfixturevalue(reader).get(PAGE).content.decode()


def test_unknown_assessment_is_not_there(client: Client) -> None:
    assert client.get("/assessments/nothing/").status_code == 404


@pytest.mark.parametrize("path", [LIST, PAGE])
def test_pages_are_complete_in_chinese(client: Client, running_sitting: Sitting, path: str) -> None:
    client.cookies["django_language"] = "zh-hans"
    assert "通用与职业道德 初级" in client.get(path).content.decode()


def test_full_sitting_offers_no_registration(
    practitioner_client: Client, running_sitting: Sitting, colleague: Practitioner
) -> None:
    Sitting.objects.update(capacity=1)
    make_registration(running_sitting, colleague)
    page = practitioner_client.get(PAGE).content.decode()
    assert "badge-full" in page
    assert "/register/" not in page
