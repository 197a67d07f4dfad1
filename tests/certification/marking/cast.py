"""Deeds of candidates and markers, for tests of what comes after."""

from datetime import datetime, timedelta
from decimal import Decimal

from certification.marking import services
from certification.marking.models import Mark, MarkingAssignment
from certification.sittings.models import Answer, Attempt
from certification.sittings.values import Value
from lms.accounts.models import User
from tests.cast import NOW

RIGHT: dict[int, Value] = {
    1: {"choices": ["B"]},
    2: {"choices": ["A", "C"]},
    3: {"choices": ["F"]},
    4: {"text": "风险在于利益冲突，依据第十四条，应当书面告知并回避。"},
}


def answer(attempt: Attempt, position: int, value: Value, *, sequence: int = 1) -> Answer:
    return Answer.objects.create(
        attempt=attempt, position=position, sequence=sequence, value=value, received_at=NOW + timedelta(minutes=1)
    )


def answer_all(attempt: Attempt, **changed: Value) -> None:
    """The right answers of the small paper; ``item3={...}`` gives another one, an empty value none."""
    for position, value in RIGHT.items():
        given = changed.get(f"item{position}", value)
        if given:
            answer(attempt, position, given)


def give_mark(
    assignment: MarkingAssignment, marker: User, *points: str, now: datetime = NOW + timedelta(days=1)
) -> Mark:
    taken = services.take_assignment(assignment=assignment, marker=marker, now=now)
    return services.record_mark(
        assignment=taken, marker=marker, criteria=[Decimal(value) for value in points], comment="", now=now
    )
