from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from certification.marking.models import Mark, Result
from lms.accounts.models import User
from tests.conftest import signed_in
from tests.traces import views_of_people

pytestmark = pytest.mark.django_db


def test_results_are_read_filtered_and_exported(examiner_client: Client, proposed: Result) -> None:
    index = reverse("exam_results:index")
    name = proposed.attempt.registration.practitioner.name
    assert name in examiner_client.get(index, {"state": "proposed"}).content.decode()
    assert name not in examiner_client.get(index, {"state": "released"}).content.decode()
    export = examiner_client.get(index, {"export": "xlsx"})
    book = load_workbook(BytesIO(b"".join(export.streaming_content)))  # type: ignore[attr-defined]
    assert book.active is not None
    assert book.active.max_row == 2
    assert examiner_client.get(reverse("exam_results:inspect", args=[proposed.pk])).status_code == 200
    assert [(key, screen) for _viewer, key, screen in views_of_people()] == [
        (str(proposed.attempt.registration.practitioner_id), f"admin/marking.result/{proposed.pk}")
    ]


def test_results_are_changed_by_nobody_here(examiner_client: Client, proposed: Result) -> None:
    for deed in ("edit", "delete"):
        path = reverse(f"exam_results:{deed}", args=[proposed.pk])
        assert examiner_client.post(path, {"outcome": "fail"}).status_code in {302, 403}
    proposed.refresh_from_db()
    assert proposed.outcome == "pass"


def test_marks_are_the_auditors_to_read(examiner_client: Client, auditor: User, proposed: Result) -> None:
    mark = Mark.objects.order_by("pk")[0]
    assert signed_in(auditor).get(reverse("exam_marks:inspect", args=[mark.pk])).status_code == 200
    assert views_of_people() == [
        (str(auditor), str(proposed.attempt.registration.practitioner_id), f"admin/marking.mark/{mark.pk}")
    ]
    assert str(mark.assignment.marker) in signed_in(auditor).get(reverse("exam_marks:index")).content.decode()
    assert examiner_client.get(reverse("exam_marks:index")).status_code in {302, 403}
