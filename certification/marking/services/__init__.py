from certification.marking.services.desk import (
    MarkedAlready,
    NotForThisMarker,
    NotYourAnswer,
    PointsOutOfRange,
    TakenByOthers,
    record_mark,
    return_assignment,
    take_assignment,
)
from certification.marking.services.proposing import (
    AttemptStillOpen,
    MarkingIncomplete,
    mark_ended_attempt,
    mark_objective,
    mark_waiting_attempts,
    propose_result,
)
from certification.marking.services.releasing import OwnResult, ReleaseNotAllowed, release_results

__all__ = [
    "AttemptStillOpen",
    "MarkedAlready",
    "MarkingIncomplete",
    "NotForThisMarker",
    "NotYourAnswer",
    "OwnResult",
    "PointsOutOfRange",
    "ReleaseNotAllowed",
    "TakenByOthers",
    "mark_ended_attempt",
    "mark_objective",
    "mark_waiting_attempts",
    "propose_result",
    "record_mark",
    "release_results",
    "return_assignment",
    "take_assignment",
]
