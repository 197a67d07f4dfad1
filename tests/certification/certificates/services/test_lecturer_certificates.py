from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from certification.certificates.models import Certificate, Contribution
from certification.certificates.services import (
    ContributionNotOver,
    ContributionRecorded,
    NotTheSpeaker,
    SessionNotDelivered,
    SessionsMissing,
    WordingForbidden,
    issue_lecturer_certificate,
)
from courses.catalogue.enums import RunState
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from tests.certification.certificates.training_cast import make_contribution, make_taught_session


def test_issue_takes_a_snapshot_of_the_contribution(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    contribution = make_contribution(practitioner, registrar)

    certificate = issue_lecturer_certificate(contribution=contribution, issued_by=registrar, now=now)

    assert certificate.number.startswith("TJIP-L-2025-ALL0-000001-")
    assert certificate.title == "知识产权公益服务证书（志愿者）"
    assert (certificate.subject, certificate.hours) == ("知识产权宣传周志愿服务", Decimal(3))
    assert (certificate.began_on, certificate.valid_until) == (date(2025, 4, 26), None)
    assert certificate.basis == "津知服协〔2025〕12号"
    assert AuditEntry.objects.get(action="certificates.record_contribution").detail["role"] == "volunteer"


def test_issue_again_gives_the_same_certificate(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    contribution = make_contribution(practitioner, registrar)

    first, second = (
        issue_lecturer_certificate(contribution=contribution, issued_by=registrar, now=now) for _ in range(2)
    )

    assert first == second
    assert Certificate.objects.count() == 1


def test_a_lecturer_taught_the_sessions(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    session = make_taught_session(practitioner.name)

    contribution = make_contribution(practitioner, registrar, role="lecturer", sessions=[session])

    assert list(contribution.sessions.all()) == [session]
    certificate = issue_lecturer_certificate(contribution=contribution, issued_by=registrar, now=now)
    assert certificate.title == "知识产权公益服务证书（讲师）"


def test_a_lecturer_without_sessions_is_refused(practitioner: Practitioner, registrar: User) -> None:
    with pytest.raises(SessionsMissing):
        make_contribution(practitioner, registrar, role="lecturer")


def test_a_session_that_others_taught_is_refused(practitioner: Practitioner, registrar: User) -> None:
    session = make_taught_session("别人")

    with pytest.raises(NotTheSpeaker, match=practitioner.name):
        make_contribution(practitioner, registrar, role="lecturer", sessions=[session])


@pytest.mark.parametrize("state", [RunState.CANCELLED, RunState.DRAFT])
def test_a_session_of_a_run_that_was_not_held_is_refused(
    practitioner: Practitioner, registrar: User, state: RunState
) -> None:
    session = make_taught_session(practitioner.name, state=state)

    with pytest.raises(SessionNotDelivered, match=session.title):
        make_contribution(practitioner, registrar, role="lecturer", sessions=[session])


def test_a_session_to_come_is_refused(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    session = make_taught_session(practitioner.name, starts_at=now + timedelta(hours=1))

    with pytest.raises(SessionNotDelivered):
        make_contribution(practitioner, registrar, role="lecturer", sessions=[session])


def test_what_is_not_over_is_refused(practitioner: Practitioner, registrar: User) -> None:
    with pytest.raises(ContributionNotOver):
        make_contribution(practitioner, registrar, ended_on=date(2025, 6, 3))


def test_the_same_thing_is_recorded_once(practitioner: Practitioner, registrar: User) -> None:
    make_contribution(practitioner, registrar)

    with pytest.raises(ContributionRecorded):
        make_contribution(practitioner, registrar)
    assert Contribution.objects.count() == 1


def test_a_subject_is_checked_for_wording(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    contribution = make_contribution(practitioner, registrar, subject="全国知识产权宣传周")

    with pytest.raises(WordingForbidden, match="全国"):
        issue_lecturer_certificate(contribution=contribution, issued_by=registrar, now=now)
