from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import NOW
from tests.courses.hours.conftest import Complete

PAGE = "/my/hours/?year=2025"


def test_my_hours_shows_ledger_summary_and_rules(complete: Complete, practitioner_client: Client) -> None:
    complete("one", starts_at=NOW, minutes=113)

    page = practitioner_client.get(PAGE).content.decode()

    assert "Lecture one" in page
    assert "113 minutes ÷ 45, in whole steps of 0.5: 2.5 hours." in page
    assert "Norm not met" in page
    assert "rule set 2025" in page
    assert '<progress class="meter-bar" value="2.5" max="90"' in page


def test_my_hours_of_a_newcomer_says_what_to_do(hours_rules: object, practitioner_client: Client) -> None:
    page = practitioner_client.get(reverse("hours:my_hours")).content.decode()

    assert "No hours in this year yet" in page
    assert "Not met yet" in page


@pytest.mark.parametrize("year", ["1999", "next"])
def test_my_hours_has_no_other_years(hours_rules: object, practitioner_client: Client, year: str) -> None:
    assert practitioner_client.get("/my/hours/", {"year": year}).status_code == 404


def test_outsider_sees_only_their_own_hours(complete: Complete, outsider_client: Client) -> None:
    complete("one", starts_at=NOW)

    assert "Lecture one" not in outsider_client.get("/my/hours/").content.decode()
    assert outsider_client.get(PAGE).status_code == 404
    assert outsider_client.get("/my/hours/2025.xlsx").status_code == 404


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get(PAGE)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/my/hours/%3Fyear%3D2025")


def test_queries_do_not_grow_with_the_ledger(complete: Complete, practitioner_client: Client) -> None:
    complete("one", starts_at=NOW)
    practitioner_client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        practitioner_client.get(PAGE)
    complete("two", starts_at=NOW + timedelta(days=1))
    complete("three", starts_at=NOW + timedelta(days=2))

    with CaptureQueriesContext(connection) as three:
        practitioner_client.get(PAGE)

    assert len(three) == len(one)


def test_workbook_holds_the_ledger(complete: Complete, practitioner_client: Client) -> None:
    complete("one", starts_at=NOW)

    answer = practitioner_client.get("/my/hours/2025.xlsx")

    rows = list(load_workbook(BytesIO(answer.content)).active.values)  # type: ignore[union-attr]  # a sheet is there
    assert rows[1][1] == "Lecture one"
    assert rows[1][5] == 2
