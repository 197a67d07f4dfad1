"""Templates, and certificates of courses, lecturers and volunteers."""

from datetime import datetime, timedelta

import pytest

from certification.certificates.models import Certificate, CertificateTemplate, Contribution, IssueRefusal
from lms.accounts.models import Practitioner, User
from tests.cast import NOW
from tests.certification.certificates.batch_cast import meet_hours
from tests.certification.certificates.training_cast import make_completion, make_contribution
from tests.certification.certificates.views.test_contributions import VOLUNTEER
from tests.certification.certificates.views.test_templates import EDITOR, PREVIEW, fields, in_force
from tests.conftest import signed_in
from tests.repeated_posts.clicks import press_twice, repeats

pytestmark = pytest.mark.usefixtures("signing_keys")
CONTRIBUTIONS = "/desk/certificates/contributions/"
HOURS = "/desk/certificates/hours/"


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


@repeats("certificates:edit_template")
def test_template_is_put_in_force(registrar: User) -> None:
    sent = fields(in_force(), title="知识产权服务能力评价证书")

    press_twice(signed_in(registrar), EDITOR, sent, says="is in force from now on.")

    assert CertificateTemplate.objects.filter(kind="A").count() == 2


@repeats("certificates:preview_template")
def test_preview_of_a_template_is_seen(registrar: User) -> None:
    client = signed_in(registrar)
    for _ in range(2):
        assert client.post(PREVIEW, fields(in_force())).headers["Content-Type"] == "application/pdf"

    assert CertificateTemplate.objects.filter(kind="A").count() == 1


@repeats("certificates:contributions")
def test_account_of_a_volunteer_is_found(registrar: User, practitioner: Practitioner) -> None:
    client = signed_in(registrar)
    for _ in range(2):
        assert client.post(CONTRIBUTIONS, {"email": practitioner.user.email}).status_code == 302

    assert not Contribution.objects.exists()


@repeats("certificates:record_contribution")
def test_contribution_is_recorded(registrar: User, practitioner: Practitioner) -> None:
    press_twice(
        signed_in(registrar),
        f"{CONTRIBUTIONS}new/{practitioner.public_id}/",
        VOLUNTEER,
        says="This has been recorded",
    )

    assert Contribution.objects.count() == 1


@repeats("certificates:issue_for_contribution")
def test_certificate_of_a_contribution_is_issued(registrar: User, practitioner: Practitioner) -> None:
    contribution = make_contribution(practitioner, registrar)

    press_twice(signed_in(registrar), f"{CONTRIBUTIONS}{contribution.pk}/issue/", says="has been issued.")

    assert Certificate.objects.count() == 1


@repeats("certificates:issue_for_completion")
def test_certificate_of_a_course_is_issued(registrar: User, practitioner: Practitioner, course_manager: User) -> None:
    completion = make_completion(practitioner, course_manager)
    IssueRefusal.objects.create(completion=completion, reason="用字未定", refused_at=NOW)

    press_twice(signed_in(registrar), f"/desk/certificates/completions/{completion.pk}/issue/", says="has been issued.")

    assert Certificate.objects.count() == 1


@repeats("certificates:hours")
def test_person_whose_hours_are_certified_is_found(registrar: User, practitioner: Practitioner) -> None:
    client = signed_in(registrar)
    for _ in range(2):
        assert client.post(HOURS, {"email": practitioner.user.email, "year": "2025"}).status_code == 302

    assert not Certificate.objects.exists()


@repeats("certificates:hours_year")
def test_certificate_of_hours_is_issued(registrar: User, practitioner: Practitioner) -> None:
    meet_hours(practitioner, 2025, registrar, now=NOW)

    press_twice(signed_in(registrar), f"{HOURS}{practitioner.public_id}/2025/", says="has been issued.")

    assert Certificate.objects.count() == 1
