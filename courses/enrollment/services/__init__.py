from courses.enrollment.services.cancelling import CancellationTooLate, cancel_all_enrollments, cancel_enrollment
from courses.enrollment.services.seats import (
    EnrollmentClosed,
    EnrollmentNotOpen,
    RunFull,
    RunNotPublished,
    WaitingListClosed,
    enroll,
    join_waiting_list,
    promote_waiting,
)

__all__ = [
    "CancellationTooLate",
    "EnrollmentClosed",
    "EnrollmentNotOpen",
    "RunFull",
    "RunNotPublished",
    "WaitingListClosed",
    "cancel_all_enrollments",
    "cancel_enrollment",
    "enroll",
    "join_waiting_list",
    "promote_waiting",
]
