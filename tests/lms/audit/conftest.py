from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.audit.services import record_entry, seal_entries


@pytest.fixture
def write_entries(practitioner: Practitioner, now: datetime) -> Callable[[int], list[AuditEntry]]:
    """``write_entries(3)`` adds three entries, a minute apart, and no seals."""
    AuditEntry.objects.all().delete()

    def write(count: int) -> list[AuditEntry]:
        return [
            record_entry(
                action="tests.decide_something",
                subject=practitioner,
                actor=practitioner.user,
                now=now + timedelta(minutes=number),
                detail={"number": number, "text": "汉字", "ratio": 0.5},
            )
            for number in range(count)
        ]

    return write


@pytest.fixture
def chain(write_entries: Callable[[int], list[AuditEntry]], user: User) -> list[AuditEntry]:
    entries = write_entries(4)
    seal_entries()
    return entries


@pytest.fixture
def user(practitioner: Practitioner) -> User:
    return practitioner.user
