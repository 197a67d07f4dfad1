from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from certification.marking import services
from certification.marking.enums import ResultState
from certification.marking.models import Result
from certification.marking.signals import result_released
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def heard() -> Iterator[list[tuple[Result, User, datetime]]]:
    released: list[tuple[Result, User, datetime]] = []

    def receiver(sender: object, *, result: Result, released_by: User, now: datetime, **kwargs: Any) -> None:
        released.append((result, released_by, now))

    result_released.connect(receiver)
    yield released
    result_released.disconnect(receiver)


def test_release_is_a_persons_deed(
    proposed: Result, examiner: User, heard: list[tuple[Result, User, datetime]]
) -> None:
    (result,) = services.release_results(results=[proposed], released_by=examiner, now=LATER)
    assert (result.state, result.released_by, result.released_at) == (ResultState.RELEASED, examiner, LATER)
    assert heard == [(proposed, examiner, LATER)]
    entry = AuditEntry.objects.get(action="marking.release_result")
    assert (entry.actor, entry.detail) == (examiner, {"outcome": "pass"})
    message = Message.objects.get(key=f"result-released:{result.pk}")
    assert message.recipient == result.attempt.registration.practitioner.user


def test_releasing_again_changes_nothing(released: Result, examiner: User, heard: list[Any]) -> None:
    assert services.release_results(results=[released], released_by=examiner, now=LATER) == []
    assert heard == []


def test_release_needs_the_permission(proposed: Result, marker: User) -> None:
    with pytest.raises(services.ReleaseNotAllowed):
        services.release_results(results=[proposed], released_by=marker, now=LATER)


def test_nobody_releases_the_own_result(proposed: Result, examiner: User) -> None:
    practitioner = proposed.attempt.registration.practitioner
    practitioner.user = examiner
    practitioner.save()
    with pytest.raises(services.OwnResult):
        services.release_results(results=[proposed], released_by=examiner, now=LATER)
    proposed.refresh_from_db()
    assert proposed.state == ResultState.PROPOSED
