import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.sittings import services
from certification.sittings.models import Answer, Attempt
from certification.sittings.services import SavedAnswer
from certification.sittings.values import InvalidAnswer, Value
from lms.accounts.models import Practitioner
from tests.cast import NOW

pytestmark = pytest.mark.django_db
DEADLINE = NOW + timedelta(minutes=120)
A: Value = {"choices": ["A"]}
B: Value = {"choices": ["B"]}


def save(
    attempt: Attempt,
    value: object = A,
    *,
    position: int = 1,
    sequence: int = 1,
    now: datetime = NOW,
    by: Practitioner | None = None,
) -> SavedAnswer:
    return services.save_answer(
        attempt_id=attempt.pk,
        practitioner=by or attempt.registration.practitioner,
        position=position,
        sequence=sequence,
        value=value,
        now=now,
    )


def rows() -> list[tuple[int, int, object]]:
    return list(Answer.objects.order_by("position", "sequence").values_list("position", "sequence", "value"))


def test_save_adds_a_row_and_says_the_time_left(attempt: Attempt) -> None:
    saved = save(attempt, now=NOW + timedelta(minutes=20))
    assert saved == SavedAnswer(position=1, sequence=1, value=A, seconds_left=6000.0)
    answer = Answer.objects.get()
    assert (answer.attempt, answer.value, answer.received_at) == (attempt, A, NOW + timedelta(minutes=20))


def test_save_is_one_statement(attempt: Attempt) -> None:
    practitioner = attempt.registration.practitioner
    save(attempt)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        save(attempt, B, sequence=2, by=practitioner)
    assert len(queries) == 1


def test_later_sequence_counts(attempt: Attempt) -> None:
    save(attempt, A)
    save(attempt, B, sequence=2)
    save(attempt, {"text": "案情分析"}, position=4)
    assert [answer.value for answer in Answer.objects.counting().order_by("position")] == [B, {"text": "案情分析"}]


def test_repeated_save_is_harmless(attempt: Attempt) -> None:
    assert save(attempt) == save(attempt)
    assert rows() == [(1, 1, A)]


def test_repetition_of_a_save_is_fine_even_after_later_ones_and_after_the_end(attempt: Attempt) -> None:
    save(attempt, A)
    save(attempt, B, sequence=2)
    services.submit_attempt(attempt=attempt, now=NOW + timedelta(minutes=1))
    assert save(attempt, A, now=NOW + timedelta(minutes=2)).sequence == 1
    assert len(rows()) == 2


def test_older_tab_is_told_both_values(attempt: Attempt) -> None:
    save(attempt, A, sequence=3)
    for sequence in (2, 3):
        with pytest.raises(services.StaleAnswer) as caught:
            save(attempt, B, sequence=sequence, now=NOW + timedelta(minutes=1))
        assert (caught.value.status, caught.value.sent) == (409, B)
        assert (caught.value.stored.value, caught.value.stored.sequence) == (A, 3)
        assert caught.value.seconds_left == 7140.0
    assert rows() == [(1, 3, A)]


def test_someone_elses_attempt_is_not_there(attempt: Attempt, outsider: Practitioner) -> None:
    with pytest.raises(services.AttemptUnknown) as caught:
        save(attempt, by=outsider)
    assert caught.value.status == 404
    assert rows() == []


def test_unknown_attempt_is_not_there(practitioner: Practitioner) -> None:
    with pytest.raises(services.AttemptUnknown):
        services.save_answer(
            attempt_id=uuid.uuid4(), practitioner=practitioner, position=1, sequence=1, value=A, now=NOW
        )


def test_save_counts_until_thirty_seconds_after_the_deadline(attempt: Attempt) -> None:
    saved = save(attempt, now=DEADLINE + timedelta(seconds=30))
    assert saved.seconds_left == 0.0
    with pytest.raises(services.DeadlinePassed) as caught:
        save(attempt, B, sequence=2, now=DEADLINE + timedelta(seconds=30, microseconds=1))
    assert caught.value.status == 410
    assert rows() == [(1, 1, A)]


def test_save_after_handing_in_is_refused(attempt: Attempt) -> None:
    services.submit_attempt(attempt=attempt, now=NOW + timedelta(minutes=1))
    with pytest.raises(services.AttemptEnded):
        save(attempt, now=NOW + timedelta(minutes=1))


def test_save_after_the_recorded_timeout_says_so(attempt: Attempt) -> None:
    services.end_due_attempts(now=DEADLINE + timedelta(minutes=1))
    with pytest.raises(services.DeadlinePassed):
        save(attempt, now=DEADLINE + timedelta(seconds=10))


@pytest.mark.parametrize(
    ("position", "sequence", "value"),
    [(9, 1, A), (0, 1, A), (1, 0, A), (1, 10**9, A), (1, 1, {"choices": ["Z"]}), (4, 1, A), (3, 1, A)],
)
def test_save_that_fits_no_question_is_refused(attempt: Attempt, position: int, sequence: int, value: object) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        save(attempt, value, position=position, sequence=sequence)
    assert caught.value.status == 400
    assert rows() == []


def test_true_false_takes_its_own_keys(attempt: Attempt) -> None:
    assert save(attempt, {"choices": ["F"]}, position=3).value == {"choices": ["F"]}


def test_every_character_survives(attempt: Attempt) -> None:
    text = "生僻字𠮷䶮 “引号” 100% %s 'quote' \\ \n第二行\t完 😀"
    save(attempt, {"text": text}, position=4)
    assert Answer.objects.get().value == {"text": text}
