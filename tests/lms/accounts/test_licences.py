"""A registrar compares licence numbers with the official register."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lms.accounts import services
from lms.accounts.models import Practitioner, User
from lms.accounts.queries import licences_verified, licences_waiting
from lms.accounts.signals import licence_refused, licence_verified
from lms.audit.models import AuditEntry

NUMBER = "1210012345.6"


@pytest.fixture
def agent(practitioner: Practitioner) -> Practitioner:
    practitioner.licence_number = NUMBER
    practitioner.save()
    return practitioner


def test_verifying_names_the_officer_and_the_time(agent: Practitioner, registrar: User, now: datetime) -> None:
    verified = services.verify_licence(practitioner=agent, verified_by=registrar, now=now)

    assert (verified.licence_verified_by, verified.licence_verified_at) == (registrar, now)
    assert AuditEntry.objects.get(action="accounts.verify_licence").actor == registrar
    assert list(licences_verified()) == [agent]
    assert list(licences_waiting()) == []


def test_verifying_twice_tells_once(
    agent: Practitioner, registrar: User, examiner: User, now: datetime, heard: Callable[..., Any]
) -> None:
    with heard(licence_verified) as calls:
        services.verify_licence(practitioner=agent, verified_by=registrar, now=now)
        again = services.verify_licence(practitioner=agent, verified_by=examiner, now=now)
    assert again.licence_verified_by == registrar
    assert len(calls) == 1


def test_verifying_a_number_that_changed_meanwhile_is_refused(
    agent: Practitioner, registrar: User, now: datetime
) -> None:
    with pytest.raises(services.LicenceMissing):
        services.verify_licence(practitioner=agent, verified_by=registrar, licence_number="1210000000.0", now=now)


def test_verifying_nothing_is_refused(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    with pytest.raises(services.LicenceMissing):
        services.verify_licence(practitioner=practitioner, verified_by=registrar, now=now)


def test_nobody_verifies_their_own_licence(agent: Practitioner, now: datetime) -> None:
    with pytest.raises(services.OwnLicence):
        services.verify_licence(practitioner=agent, verified_by=agent.user, now=now)


def test_refusing_takes_the_number_off_and_keeps_the_reason(
    agent: Practitioner, registrar: User, now: datetime, heard: Callable[..., Any]
) -> None:
    services.verify_licence(practitioner=agent, verified_by=registrar, now=now)
    with heard(licence_refused) as calls:
        refused = services.refuse_licence(
            practitioner=agent, refused_by=registrar, reason="Not in the register.", now=now
        )

    assert (refused.licence_number, refused.licence_verified_by, refused.licence_verified_at) == ("", None, None)
    assert [call["reason"] for call in calls] == ["Not in the register."]
    assert AuditEntry.objects.get(action="accounts.refuse_licence").detail == {"reason": "Not in the register."}


@pytest.mark.parametrize("broken", ["time alone", "officer alone", "no number"])
def test_verification_is_whole_or_absent_in_the_database(
    agent: Practitioner, registrar: User, now: datetime, broken: str
) -> None:
    agent.licence_verified_at = None if broken == "officer alone" else now
    agent.licence_verified_by = None if broken == "time alone" else registrar
    agent.licence_number = "" if broken == "no number" else NUMBER
    with pytest.raises(IntegrityError), transaction.atomic():
        agent.save()
