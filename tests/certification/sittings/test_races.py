"""Parallel clicks with real threads and real transactions."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from certification.sittings import services
from certification.sittings.enums import RegistrationState
from certification.sittings.models import Answer, Attempt, Registration, Sitting
from certification.sittings.services import SavedAnswer
from certification.sittings.signals import attempt_ended
from lms.accounts.models import Practitioner, User
from tests.cast import NOW, make_practitioner
from tests.races import outcomes_at_once, while_another_waits

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CLICKS = 20


def test_twenty_starts_open_one_attempt(registration: Registration) -> None:
    outcomes = outcomes_at_once([lambda: services.start_attempt(registration=registration, now=NOW)] * CLICKS)
    assert set(outcomes) == {Attempt.objects.get()}


def test_a_sitting_in_which_someone_starts_this_moment_is_not_called_off(
    registration: Registration, examiner: User
) -> None:
    call_off = partial(services.cancel_sitting, sitting=registration.sitting, actor=examiner, reason="停电", now=NOW)

    with while_another_waits(call_off) as called_off:
        services.start_attempt(registration=registration, now=NOW)

    assert isinstance(called_off.exception(), services.SittingHasAttempts)
    registration.refresh_from_db()
    assert registration.state == RegistrationState.REGISTERED


def test_twenty_registrations_take_one_seat(sitting: Sitting, practitioner: Practitioner) -> None:
    def click() -> Registration:
        return services.register(sitting=sitting, practitioner=practitioner, now=NOW, actor=practitioner.user)

    assert set(outcomes_at_once([click] * CLICKS)) == {Registration.objects.get()}


def test_capacity_holds_for_twenty_candidates(sitting: Sitting) -> None:
    Sitting.objects.update(capacity=7)
    people = [make_practitioner(f"p{number}@example.com", f"考生{number}") for number in range(CLICKS)]

    def click(person: Practitioner) -> Callable[[], Registration]:
        return lambda: services.register(sitting=sitting, practitioner=person, now=NOW, actor=person.user)

    outcomes = outcomes_at_once([click(person) for person in people])
    assert Registration.objects.count() == 7
    assert sum(isinstance(outcome, services.SittingFull) for outcome in outcomes) == CLICKS - 7


def test_twenty_equal_saves_leave_one_row(attempt: Attempt) -> None:
    outcomes = outcomes_at_once([_save(attempt, {"choices": ["A"]}, sequence=1)] * CLICKS)
    assert Answer.objects.count() == 1
    assert all(isinstance(outcome, SavedAnswer) for outcome in outcomes)


def test_two_windows_at_one_sequence_leave_one_answer_and_tell_the_other(attempt: Attempt) -> None:
    outcomes = outcomes_at_once([_save(attempt, {"choices": [key]}, sequence=1) for key in "ABCD"])
    saved = [outcome for outcome in outcomes if isinstance(outcome, SavedAnswer)]
    assert [answer.value for answer in Answer.objects.all()] == [saved[0].value]
    assert sum(isinstance(outcome, services.StaleAnswer) for outcome in outcomes) == 3


def test_every_acknowledged_save_is_seen_when_the_attempt_ends(attempt: Attempt) -> None:
    """Handing in races with autosave: what marking reads holds every answer that was acknowledged."""
    read_by_marking: list[int] = []

    def receiver(sender: object, *, attempt: Attempt, now: datetime, **kwargs: Any) -> None:
        read_by_marking.extend(Answer.objects.filter(attempt=attempt).values_list("sequence", flat=True))

    attempt_ended.connect(receiver)
    saves = [_save(attempt, {"text": f"第{number}稿"}, position=4, sequence=number) for number in range(1, CLICKS)]
    try:
        outcomes = outcomes_at_once([*saves, lambda: services.submit_attempt(attempt=attempt, now=NOW)])
    finally:
        attempt_ended.disconnect(receiver)
    acknowledged = {outcome.sequence for outcome in outcomes if isinstance(outcome, SavedAnswer)}
    assert acknowledged == set(read_by_marking) == set(Answer.objects.values_list("sequence", flat=True))


def test_twenty_hand_ins_end_the_attempt_once(attempt: Attempt) -> None:
    heard: list[Attempt] = []

    def receiver(sender: object, *, attempt: Attempt, **kwargs: Any) -> None:
        heard.append(attempt)

    attempt_ended.connect(receiver)
    try:
        outcomes = outcomes_at_once([lambda: services.submit_attempt(attempt=attempt, now=NOW)] * CLICKS)
    finally:
        attempt_ended.disconnect(receiver)
    assert set(outcomes) == {attempt}
    assert len(heard) == 1


def _save(attempt: Attempt, value: object, *, sequence: int, position: int = 1) -> Callable[[], SavedAnswer]:
    practitioner = attempt.registration.practitioner
    return lambda: services.save_answer(
        attempt_id=attempt.pk,
        practitioner=practitioner,
        position=position,
        sequence=sequence,
        value=value,
        now=NOW,
    )
