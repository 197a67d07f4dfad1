"""A request that brings more than the site takes is refused as it comes in."""

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lms.accounts.models import Practitioner, User
from tests.cast import make_user
from tests.conftest import signed_in

TOO_MUCH = "or more than it accepts. Go back, check what you entered and try again."


def test_ten_megabytes_in_a_field_are_refused_with_a_page(practitioner: Practitioner) -> None:
    client = signed_in(practitioner.user)
    client.raise_request_exception = False

    response = client.post("/my/profile/", {"name": "林" * 3_500_000})

    assert response.status_code == 400
    assert TOO_MUCH in response.text
    assert "Traceback" not in response.text


def test_two_megabytes_in_a_name_are_an_error_of_the_form(db: None) -> None:
    newcomer = make_user("xin.ren@example.com")

    response = signed_in(newcomer).post("/my/profile/", {"name": "x" * 2_000_000})

    assert response.status_code == 200
    assert "name" in response.context["form"].errors


@pytest.mark.parametrize("method", ["file", "field"])
def test_request_over_the_limit_is_refused_before_a_file_is_kept(
    method: str, course_manager: User, settings: LazySettings
) -> None:
    settings.REQUEST_LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    client = signed_in(course_manager)
    content = {"file": SimpleUploadedFile("handout.pdf", b"%PDF-1.7\n" + b"0" * 10_000), "field": "0" * 10_001}[method]

    response = client.post("/cms/documents/add/", {"title": "会议资料", "file": content})

    assert response.status_code == 400
    assert TOO_MUCH in response.text


def test_too_many_fields_are_refused_with_a_page(client: Client) -> None:
    response = client.post("/verify/", {f"field{number}": "x" for number in range(1001)})

    assert response.status_code == 400
    assert TOO_MUCH in response.text
