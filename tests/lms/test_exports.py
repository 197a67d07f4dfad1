"""What leaves as a spreadsheet: text stays text, days are days, and the lists of the administration leave in the association's time."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

from courses.catalogue.models import Venue
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.exports import plain_text, write_workbook
from lms.wagtail_viewsets import IndexView, OurExport
from tests.conftest import signed_in

TYPED = ["=1+1", "+1", "-1", "@SUM(A1)", "林虚光\x01"]


def test_what_people_typed_is_text_in_a_workbook() -> None:
    content = write_workbook("2025", [["heading"], TYPED, [date(2025, 6, 3), 113]], widths=[30])

    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [(text.rstrip("\x01"), "s") for text in TYPED]
    assert [cell.data_type for cell in sheet[3][:2]] == ["d", "n"]
    assert (sheet.title, sheet.freeze_panes, sheet.column_dimensions["A"].width) == ("2025", "A2", 30)
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold) == (True, False)


@pytest.mark.parametrize("text", TYPED[:4])
def test_an_apostrophe_says_text_in_a_csv_file(text: str) -> None:
    assert plain_text(text) == f"'{text}"


def test_every_list_of_ours_leaves_by_the_same_door() -> None:
    lists: list[Any] = [each for each in viewsets.viewsets if isinstance(each, ModelViewSet)]
    ours = [each for each in lists if not type(each).__module__.startswith("wagtail.")]

    leaving = {each.name: each.index_view_class for each in ours if each.list_export}
    assert leaving
    assert [name for name, view in leaving.items() if not issubclass(view, OurExport)] == []


def export(user: User, name: str, form: str) -> bytes:
    answer: Any = signed_in(user).get(reverse(f"{name}:index"), {"export": form})
    return b"".join(answer.streaming_content)


def test_a_moment_leaves_in_the_time_of_the_association(auditor: User, course_manager: User) -> None:
    """Ten in the evening of the 3rd in UTC is six in the morning of the 4th."""
    evening = datetime(2025, 6, 3, 22, 0, tzinfo=UTC)
    record_entry(action="tests.look_on", subject=course_manager, actor=None, now=evening)

    [line] = [each for each in export(auditor, "audit_entries", "csv").decode().splitlines() if "tests.look_on" in each]
    rows = load_workbook(BytesIO(export(auditor, "audit_entries", "xlsx"))).worksheets[0].values
    [row] = [each for each in rows if "tests.look_on" in each]

    assert "2025-06-04 06:00:00" in line
    assert datetime.fromisoformat("2025-06-04 06:00") in row


@pytest.mark.parametrize(
    ("value", "leaves"), [(None, None), (Decimal("-2.0"), Decimal("-2.0")), (-1, -1), ("-1", "'-1")]
)
def test_numbers_and_nothing_leave_a_csv_file_as_they_are(value: object, leaves: object) -> None:
    assert IndexView().preprocess_field_value("hours", value, IndexView.FORMAT_CSV) == leaves


def test_a_name_leaves_a_csv_file_as_text(course_manager: User) -> None:
    Venue.objects.create(name="=1+1", address="天津", capacity=3)

    assert "'=1+1" in export(course_manager, "venues", "csv").decode().split("\n")[1]
