"""Who may give up a place, and until when."""

from datetime import datetime
from typing import Protocol


class Dated(Protocol):
    starts_at: datetime
    ends_at: datetime


def may_cancel(run: Dated, now: datetime, *, by_staff: bool) -> bool:
    """A learner until the run begins; the association until it is over, for then it is a record of who took part."""
    return now < (run.ends_at if by_staff else run.starts_at)
