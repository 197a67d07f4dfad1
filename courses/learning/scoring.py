"""When a run is completed. Pure: what was recorded in, the state of each criterion out."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from courses.learning.enums import CriterionKey


@dataclass(frozen=True)
class SessionFact:
    """One session for one learner: how long it was; whether attendance was recorded; the minutes that counts for."""

    minutes: int
    is_recorded: bool
    attended_minutes: int


@dataclass(frozen=True)
class Criterion:
    key: CriterionKey
    needed: int
    reached: int

    @property
    def is_met(self) -> bool:
        return self.reached >= self.needed

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "key": str(self.key), "met": self.is_met}


def weigh_criteria(sessions: Sequence[SessionFact], *, required_percent: int) -> tuple[Criterion, ...]:
    """Enough minutes attended, and every session recorded: until then a further one could still add minutes.

    A run without a session is never completed, nor one without a minute attended, whatever is required.
    """
    planned = sum(session.minutes for session in sessions)
    enough = max(1, math.ceil(planned * required_percent / 100))
    return (
        Criterion(CriterionKey.ATTENDANCE, enough, sum(session.attended_minutes for session in sessions)),
        Criterion(CriterionKey.RECORDED, max(1, len(sessions)), sum(session.is_recorded for session in sessions)),
    )


def is_complete(criteria: Sequence[Criterion]) -> bool:
    return all(criterion.is_met for criterion in criteria)
