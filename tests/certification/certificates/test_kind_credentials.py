"""What the credentials of the kinds say."""

import json
from datetime import datetime
from typing import Any

import pytest

from certification.certificates.badges import NAMES, bake_badge_png
from certification.certificates.credential_checks import check_credential
from certification.certificates.models import Certificate
from certification.certificates.services import (
    issue_course_certificate,
    issue_hours_certificate,
    issue_lecturer_certificate,
)
from certification.certificates.services.credentials import signed_credential
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.training_cast import fill_year, make_completion, make_contribution


def document_of(certificate: Certificate, now: datetime) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(signed_credential(certificate=certificate, now=now).content)
    return document


def test_a_course_is_a_completion_with_its_days_and_hours(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    certificate = issue_course_certificate(
        completion=make_completion(practitioner, course_manager), issued_by=registrar, now=now
    )
    document = document_of(certificate, now)

    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    assert (achievement["achievementType"], achievement["humanCode"]) == ("CertificateOfCompletion", "T-PAT-L2")
    assert (subject["creditsEarned"], subject["activityStartDate"]) == (2, "2025-05-22T16:00:00Z")
    assert achievement["image"]["id"].endswith("/course-test.png")
    assert "validUntil" not in document


def test_hours_name_no_field(practitioner: Practitioner, course_manager: User, registrar: User, now: datetime) -> None:
    fill_year(practitioner, course_manager)
    certificate = issue_hours_certificate(practitioner=practitioner, year=2024, issued_by=registrar, now=now)

    subject = document_of(certificate, now)["credentialSubject"]
    assert subject["achievement"]["humanCode"] == "H-2024"
    assert "fieldOfStudy" not in subject["achievement"]
    assert subject["creditsEarned"] == 96


def test_a_volunteer_has_a_role(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    certificate = issue_lecturer_certificate(
        contribution=make_contribution(practitioner, registrar), issued_by=registrar, now=now
    )
    subject = document_of(certificate, now)["credentialSubject"]

    assert (subject["achievement"]["achievementType"], subject["role"]) == ("CommunityService", "志愿者")


@pytest.mark.parametrize("name", ["course", "hours", "lecturer"])
def test_a_kind_has_a_picture_and_one_for_tests(name: str) -> None:
    assert {name, f"{name}-test"} <= NAMES


def test_a_badge_of_a_course_verifies(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    certificate = issue_course_certificate(
        completion=make_completion(practitioner, course_manager), issued_by=registrar, now=now
    )
    credential = signed_credential(certificate=certificate, now=now)

    answer = check_credential(bake_badge_png(credential))
    assert answer.issued == credential
    assert answer.proof is not None
    assert answer.problem == ""


def test_half_hours_are_told_by_the_criteria(
    practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    certificate = issue_course_certificate(
        completion=make_completion(practitioner, course_manager, minutes=113), issued_by=registrar, now=now
    )
    subject = document_of(certificate, now)["credentialSubject"]

    assert "creditsEarned" not in subject
    assert subject["achievement"]["criteria"]["narrative"].endswith("：2.5 学时")
