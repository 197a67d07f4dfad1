"""A registrar compares license numbers with the official register."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lms.accounts import services
from lms.accounts.models import Practitioner, User
from lms.accounts.queries import licenses_verified, licenses_waiting
from lms.accounts.signals import license_refused, license_verified
from lms.audit.models import AuditEntry

NUMBER = "1210012345.6"


@pytest.fixture
def agent(practitioner: Practitioner) -> Practitioner:
    practitioner.license_number = NUMBER
    practitioner.save()
    return practitioner


def test_verifying_names_the_officer_and_the_time(agent: Practitioner, registrar: User, now: datetime) -> None:
    verified = services.verify_license(practitioner=agent, verified_by=registrar, now=now)

    assert (verified.license_verified_by, verified.license_verified_at) == (registrar, now)
    assert AuditEntry.objects.get(action="accounts.verify_license").actor == registrar
    assert list(licenses_verified()) == [agent]
    assert list(licenses_waiting()) == []


def test_verifying_twice_tells_once(
    agent: Practitioner, registrar: User, examiner: User, now: datetime, heard: Callable[..., Any]
) -> None:
    with heard(license_verified) as calls:
        services.verify_license(practitioner=agent, verified_by=registrar, now=now)
        again = services.verify_license(practitioner=agent, verified_by=examiner, now=now)
    assert again.license_verified_by == registrar
    assert len(calls) == 1


def test_verifying_a_number_that_changed_meanwhile_is_refused(
    agent: Practitioner, registrar: User, now: datetime
) -> None:
    with pytest.raises(services.LicenseMissing):
        services.verify_license(practitioner=agent, verified_by=registrar, license_number="1210000000.0", now=now)


def test_verifying_nothing_is_refused(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    with pytest.raises(services.LicenseMissing):
        services.verify_license(practitioner=practitioner, verified_by=registrar, now=now)


def test_nobody_verifies_their_own_license(agent: Practitioner, now: datetime) -> None:
    with pytest.raises(services.OwnLicense):
        services.verify_license(practitioner=agent, verified_by=agent.user, now=now)


def test_refusing_takes_the_number_off_and_keeps_the_reason(
    agent: Practitioner, registrar: User, now: datetime, heard: Callable[..., Any]
) -> None:
    services.verify_license(practitioner=agent, verified_by=registrar, now=now)
    with heard(license_refused) as calls:
        refused = services.refuse_license(
            practitioner=agent, refused_by=registrar, reason="Not in the register.", now=now
        )

    assert (refused.license_number, refused.license_verified_by, refused.license_verified_at) == ("", None, None)
    assert [call["reason"] for call in calls] == ["Not in the register."]
    assert AuditEntry.objects.get(action="accounts.refuse_license").detail == {"reason": "Not in the register."}


@pytest.mark.parametrize("broken", ["time alone", "officer alone", "no number"])
def test_verification_is_whole_or_absent_in_the_database(
    agent: Practitioner, registrar: User, now: datetime, broken: str
) -> None:
    agent.license_verified_at = None if broken == "officer alone" else now
    agent.license_verified_by = None if broken == "time alone" else registrar
    agent.license_number = "" if broken == "no number" else NUMBER
    with pytest.raises(IntegrityError), transaction.atomic():
        agent.save()
