"""Saving an answer: one statement that adds a row, or none.

Ownership, state and deadline are asked inside the INSERT … SELECT; only when nothing was added does a second look find out why.
On PostgreSQL the attempt's row is share-locked meanwhile: an attempt being ended waits for the save, and a save that waited for the
end sees the ended row and adds nothing. So no acknowledged answer comes after marking has read the answers.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from certification.sittings import rules, timing
from certification.sittings.enums import AttemptState
from certification.sittings.models import Answer, Attempt, Registration
from certification.sittings.queries import position_types
from certification.sittings.values import SEQUENCE_LIMIT, InvalidAnswer, Value, read_value
from lms.accounts.models import Practitioner
from lms.errors import DomainError


class NotSavedYet(DomainError):
    """The rows changed between the two looks; the browser sends the answer again."""

    message = _("The answer could not be saved just now. It is sent again by itself.")
    status = 503


@dataclass(frozen=True)
class SavedAnswer:
    position: int
    sequence: int
    value: Value
    seconds_left: float


class AttemptUnknown(DomainError):
    message = _("There is no such attempt of yours.")
    status = 404


class DeadlinePassed(DomainError):
    message = _("The time was over when this answer arrived. What was saved before counts.")
    status = 410


class AttemptEnded(DomainError):
    message = _("This attempt has been handed in. What was saved before counts.")
    status = 410


class StaleAnswer(DomainError):
    """Another window saved this question meanwhile. Carries both values, so that the candidate can choose."""

    message = _("This question was answered in another window meanwhile. Choose which answer stays.")
    status = 409

    def __init__(self, *, sent: Value, stored: Answer, seconds_left: float) -> None:
        super().__init__()
        self.sent = sent
        self.stored = stored
        self.seconds_left = seconds_left


def save_answer(
    *, attempt_id: uuid.UUID, practitioner: Practitioner, position: int, sequence: int, value: object, now: datetime
) -> SavedAnswer:
    """Repeatable: the same sequence with the same value is the same save."""
    questions = _questions_of(attempt_id, practitioner.pk)
    if position not in questions or not 1 <= sequence <= SEQUENCE_LIMIT:
        raise InvalidAnswer
    item_type, keys = questions[position]
    clean = read_value(item_type=item_type, keys=keys, raw=value)
    save = _Save(attempt_id, practitioner.pk, position, sequence, clean, now)
    deadline_at = _insert(save) or _explain(save)
    return SavedAnswer(position, sequence, clean, timing.seconds_left(deadline_at=deadline_at, now=now))


@dataclass(frozen=True)
class _Save:
    attempt_id: uuid.UUID
    practitioner_id: int
    position: int
    sequence: int
    value: Value
    now: datetime


class _UnknownAttempt(Exception):
    """Not cached: the attempt may come to be."""


@lru_cache(maxsize=1024)
def _cached_questions(attempt_id: uuid.UUID, practitioner_id: int) -> dict[int, tuple[str, tuple[str, ...]]]:
    questions = position_types(attempt_id=attempt_id, practitioner_id=practitioner_id)
    if not questions:
        raise _UnknownAttempt
    return questions


def _questions_of(attempt_id: uuid.UUID, practitioner_id: int) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Remembered, for a paper is frozen and an attempt never changes its paper: saving stays one statement."""
    try:
        return _cached_questions(attempt_id, practitioner_id)
    except _UnknownAttempt:
        raise AttemptUnknown from None


def _insert(save: _Save) -> datetime | None:
    """The attempt's deadline if a row was added."""
    answer, attempt, registration = (model._meta.db_table for model in (Answer, Attempt, Registration))
    lock = "FOR SHARE OF a" if connection.features.has_select_for_update_of else ""
    # Table names are ours; every value is a parameter.
    statement = f"""
        INSERT INTO {answer} (attempt_id, position, sequence, value, received_at)
        SELECT a.id, %s, %s, %s, %s FROM {attempt} a JOIN {registration} r ON r.id = a.registration_id
        WHERE a.id = %s AND r.practitioner_id = %s AND a.state = %s AND a.deadline_at >= %s
          AND NOT EXISTS (SELECT 1 FROM {answer} b WHERE b.attempt_id = a.id AND b.position = %s AND b.sequence >= %s)
        {lock}
        ON CONFLICT DO NOTHING
        RETURNING (SELECT a.deadline_at FROM {attempt} a WHERE a.id = {answer}.attempt_id)
    """  # noqa: S608
    moment = connection.ops.adapt_datetimefield_value
    added = [
        save.position,
        save.sequence,
        Answer._meta.get_field("value").get_db_prep_save(save.value, connection),
        moment(save.now),
    ]
    asked = [
        Attempt._meta.pk.get_db_prep_value(save.attempt_id, connection, prepared=False),
        save.practitioner_id,
        AttemptState.OPEN.value,
        moment(save.now - timing.GRACE),
        save.position,
        save.sequence,
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, added + asked)
        rows = cursor.fetchall()
    return _as_moment(rows[0][0]) if rows else None


def _as_moment(column: datetime | str) -> datetime:
    """SQLite has no type for moments: Django writes them there as text in UTC."""
    moment = parse_datetime(column) if isinstance(column, str) else column
    if moment is None:
        raise ValueError(column)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _explain(save: _Save) -> datetime:
    """Why nothing was added: a repetition is fine (gives the deadline), anything else is refused by its reason."""
    own = Attempt.objects.filter(pk=save.attempt_id, registration__practitioner=save.practitioner_id)
    attempt = own.first()
    if attempt is None:
        raise AttemptUnknown
    at_position = Answer.objects.filter(attempt=attempt, position=save.position)
    if any(same.value == save.value for same in at_position.filter(sequence=save.sequence)):
        return attempt.deadline_at
    if save.now > attempt.deadline_at + timing.GRACE or attempt.state == AttemptState.TIMED_OUT:
        raise DeadlinePassed
    if not rules.hears_saves(attempt, save.now):
        raise AttemptEnded
    stored = at_position.filter(sequence__gte=save.sequence).order_by("-sequence").first()
    if stored is None:
        raise NotSavedYet
    left = timing.seconds_left(deadline_at=attempt.deadline_at, now=save.now)
    raise StaleAnswer(sent=save.value, stored=stored, seconds_left=left)
