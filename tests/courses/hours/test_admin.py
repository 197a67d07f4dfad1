import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from courses.hours.models import HoursEntry
from courses.learning.models import Attendance
from lms.accounts.models import User
from tests.cast import NOW
from tests.conftest import signed_in
from tests.courses.hours.conftest import Complete
from tests.traces import views_of_people

LISTS = ["enrollments", "attendance", "completions", "hours_entries", "hours_rule_sets"]


@pytest.fixture
def entry(complete: Complete) -> HoursEntry:
    return complete("one", starts_at=NOW)


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_manager_and_auditor(entry: HoursEntry, course_manager: User, auditor: User, name: str) -> None:
    for user in (course_manager, auditor):
        answer = signed_in(user).get(reverse(f"{name}:index"))
        assert answer.status_code == 200


def test_list_of_hours_answers_yes_or_no(entry: HoursEntry, course_manager: User) -> None:
    page = signed_in(course_manager).get(reverse("hours_entries:index")).content.decode()
    assert re.search(r"<td[^>]*>\s*no\s*</td>", page)
    assert "False" not in page


@pytest.mark.parametrize("name", LISTS[:4])
def test_lists_export_workbooks(entry: HoursEntry, course_manager: User, name: str) -> None:
    answer = signed_in(course_manager).get(reverse(f"{name}:index"), {"export": "xlsx"})

    content = answer.getvalue()
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert sheet.max_row == 2


@pytest.mark.parametrize("name", LISTS[:4])
def test_looking_at_a_persons_row_leaves_one_trace(entry: HoursEntry, course_manager: User, name: str) -> None:
    assert entry.completion is not None
    enrollment = entry.completion.enrollment
    attendance = Attendance.objects.get(enrollment=enrollment)
    row = dict(zip(LISTS, (enrollment, attendance, entry.completion, entry), strict=False))[name]

    assert signed_in(course_manager).get(reverse(f"{name}:inspect", args=[row.pk])).status_code == 200

    screen = f"admin/{row._meta.label_lower}/{row.pk}"
    assert views_of_people() == [(str(course_manager), str(entry.practitioner_id), screen)]


@pytest.mark.parametrize("name", LISTS)
def test_evidence_is_neither_added_changed_nor_deleted(entry: HoursEntry, course_manager: User, name: str) -> None:
    client = signed_in(course_manager)
    for address in _writing_addresses(name, entry.pk):
        assert client.post(address, {}).status_code in {302, 403, 404}

    assert HoursEntry.objects.filter(pk=entry.pk).exists()


def _writing_addresses(name: str, pk: int) -> list[str]:
    addresses = []
    for view, args in (("add", []), ("edit", [pk]), ("delete", [pk])):
        try:
            addresses.append(reverse(f"{name}:{view}", args=args))
        except NoReverseMatch:
            continue
    return addresses


def test_entry_can_be_inspected_with_its_steps(entry: HoursEntry, course_manager: User) -> None:
    page = signed_in(course_manager).get(reverse("hours_entries:inspect", args=[entry.pk])).content.decode()

    assert "counted_minutes" in page


def test_queries_do_not_grow_with_the_list(entry: HoursEntry, complete: Complete, course_manager: User) -> None:
    client: Client = signed_in(course_manager)
    address = reverse("hours_entries:index")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in (2, 3):
        complete(f"more-{number}", starts_at=NOW)

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)
