from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from certification.sittings import services, tasks
from certification.sittings.enums import AttemptState, RegistrationState, SittingState
from certification.sittings.models import Attempt, Registration, Sitting
from certification.sittings.signals import attempt_ended
from lms.accounts.models import Practitioner
from tests.cast import NOW
from tests.certification.sittings.cast import make_attempt, make_registration

pytestmark = pytest.mark.django_db
DEADLINE = NOW + timedelta(minutes=120)


@pytest.fixture
def heard() -> Iterator[list[Attempt]]:
    """The attempts whose end was announced."""
    ended: list[Attempt] = []

    def receiver(sender: object, *, attempt: Attempt, now: datetime, **kwargs: Any) -> None:
        ended.append(attempt)

    attempt_ended.connect(receiver)
    yield ended
    attempt_ended.disconnect(receiver)


def test_start_opens_an_attempt_with_its_deadline(registration: Registration) -> None:
    attempt = services.start_attempt(registration=registration, now=NOW)
    assert (attempt.started_at, attempt.deadline_at, attempt.state) == (NOW, DEADLINE, AttemptState.OPEN)


def test_start_again_gives_the_open_attempt(registration: Registration) -> None:
    first = services.start_attempt(registration=registration, now=NOW)
    assert services.start_attempt(registration=registration, now=NOW + timedelta(minutes=5)) == first
    assert Attempt.objects.count() == 1


def test_late_start_ends_with_the_window(registration: Registration) -> None:
    attempt = services.start_attempt(registration=registration, now=NOW + timedelta(hours=3))
    assert attempt.deadline_at == registration.sitting.closes_at


def test_start_outside_the_window_is_refused(registration: Registration) -> None:
    with pytest.raises(services.SittingNotStarted):
        services.start_attempt(registration=registration, now=NOW - timedelta(seconds=1))
    with pytest.raises(services.SittingOver):
        services.start_attempt(registration=registration, now=registration.sitting.closes_at)


def test_start_without_a_seat_is_refused(registration: Registration) -> None:
    Registration.objects.update(state=RegistrationState.CANCELLED)
    with pytest.raises(services.NotRegistered):
        services.start_attempt(registration=registration, now=NOW)


def test_start_of_a_cancelled_sitting_is_refused(registration: Registration) -> None:
    Sitting.objects.update(state=SittingState.CANCELLED)
    with pytest.raises(services.SittingOver):
        services.start_attempt(registration=registration, now=NOW)


def test_start_after_handing_in_is_refused(attempt: Attempt) -> None:
    services.submit_attempt(attempt=attempt, now=NOW + timedelta(minutes=1))
    with pytest.raises(services.AttemptOver):
        services.start_attempt(registration=attempt.registration, now=NOW + timedelta(minutes=2))


def test_start_after_the_deadline_is_refused_though_nobody_recorded_the_end(attempt: Attempt) -> None:
    with pytest.raises(services.AttemptOver):
        services.start_attempt(registration=attempt.registration, now=DEADLINE)


def test_handing_in_ends_the_attempt_once(attempt: Attempt, heard: list[Attempt]) -> None:
    for minute in (30, 31):
        ended = services.submit_attempt(attempt=attempt, now=NOW + timedelta(minutes=minute))
    assert (ended.state, ended.ended_at) == (AttemptState.SUBMITTED, NOW + timedelta(minutes=30))
    assert heard == [attempt]


def test_handing_in_after_the_deadline_records_the_deadline(attempt: Attempt, heard: list[Attempt]) -> None:
    ended = services.submit_attempt(attempt=attempt, now=DEADLINE + timedelta(minutes=3))
    assert (ended.state, ended.ended_at) == (AttemptState.TIMED_OUT, DEADLINE)
    assert heard == [attempt]


def test_sweep_waits_for_the_last_save_that_counts(attempt: Attempt, heard: list[Attempt]) -> None:
    assert services.end_due_attempts(now=DEADLINE + timedelta(seconds=30)) == 0
    assert services.end_due_attempts(now=DEADLINE + timedelta(seconds=31)) == 1
    assert services.end_due_attempts(now=DEADLINE + timedelta(seconds=61)) == 0
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at) == (AttemptState.TIMED_OUT, DEADLINE)
    assert heard == [attempt]


def test_one_attempt_that_cannot_be_ended_does_not_hold_up_the_others(
    sitting: Sitting, attempt: Attempt, colleague: Practitioner, caplog: pytest.LogCaptureFixture
) -> None:
    other = make_attempt(make_registration(sitting, colleague))

    def receiver(sender: object, *, attempt: Attempt, **kwargs: Any) -> None:
        if attempt == other:
            raise ValueError("a broken rule")

    attempt_ended.connect(receiver)
    try:
        assert services.end_due_attempts(now=DEADLINE + timedelta(minutes=1)) == 1
    finally:
        attempt_ended.disconnect(receiver)
    assert "could not be ended" in caplog.text
    assert Attempt.objects.get(pk=other.pk).state == AttemptState.OPEN


def test_task_records_what_is_due(attempt: Attempt) -> None:
    tasks.end_due_attempts()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.TIMED_OUT


def test_query_and_rule_agree_on_what_is_open(attempt: Attempt) -> None:
    assert Attempt.objects.open_at(DEADLINE - timedelta(seconds=1)).exists()
    assert not Attempt.objects.open_at(DEADLINE).exists()
