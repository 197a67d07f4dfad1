"""What the database itself refuses."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from certification.certificates.models import Certificate
from certification.verification.enums import Part, Scope
from certification.verification.models import GuessingReport, RegisterCheck, RegisterFault


def refused() -> "pytest.RaisesExc[IntegrityError]":
    return pytest.raises(IntegrityError)


def report(now: datetime, **changes: object) -> GuessingReport:
    values = {"scope": Scope.NUMBER, "subject": "N", "on": now.date(), "failures": 20, "first_at": now, "last_at": now}
    return GuessingReport.objects.create(**(values | changes))


@pytest.fixture
def check(db: None, now: datetime) -> RegisterCheck:
    return RegisterCheck.objects.create(started_at=now, finished_at=now, certificates=1, faults=1)


def test_guessing_is_reported_once_a_day(db: None, now: datetime) -> None:
    report(now)
    report(now, scope=Scope.ADDRESS)
    report(now, on=now.date() + timedelta(days=1))
    with refused(), transaction.atomic():
        report(now)


def test_guessing_took_time(db: None, now: datetime) -> None:
    with refused(), transaction.atomic():
        report(now, last_at=now - timedelta(seconds=1))
    with refused(), transaction.atomic():
        report(now, failures=0)


def test_a_check_ends_after_its_start(db: None, now: datetime) -> None:
    with refused(), transaction.atomic():
        RegisterCheck.objects.create(started_at=now, finished_at=now - timedelta(seconds=1), certificates=0, faults=0)


def test_a_fault_is_listed_once_per_part(check: RegisterCheck, certificate: Certificate) -> None:
    def fault(part: Part) -> None:
        RegisterFault.objects.create(check_run=check, certificate=certificate, part=part, problem="gone")

    fault(Part.DOCUMENT)
    fault(Part.LOG)
    with refused(), transaction.atomic():
        fault(Part.DOCUMENT)


def test_a_fault_says_what(check: RegisterCheck, certificate: Certificate) -> None:
    with refused(), transaction.atomic():
        RegisterFault.objects.create(check_run=check, certificate=certificate, part=Part.LOG, problem="")


def test_a_check_with_faults_stays(check: RegisterCheck, certificate: Certificate) -> None:
    RegisterFault.objects.create(check_run=check, certificate=certificate, part=Part.LOG, problem="gone")
    with pytest.raises(ProtectedError):
        check.delete()
