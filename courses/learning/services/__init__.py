from courses.learning.services.attendance import (
    CheckInClosed,
    CheckInNotOpen,
    NotEnrolled,
    NotInThisRun,
    RunNotHeld,
    SessionNotBegun,
    check_in,
    close_ended_sessions,
    close_session,
    undo_check_in,
)
from courses.learning.services.completion import evaluate_completion

__all__ = [
    "CheckInClosed",
    "CheckInNotOpen",
    "NotEnrolled",
    "NotInThisRun",
    "RunNotHeld",
    "SessionNotBegun",
    "check_in",
    "close_ended_sessions",
    "close_session",
    "evaluate_completion",
    "undo_check_in",
]
