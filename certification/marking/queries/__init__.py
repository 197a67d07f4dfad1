from certification.marking.queries.answers import Performance, performance_of
from certification.marking.queries.candidate import (
    OwnAssessment,
    ResultPage,
    own_assessment,
    own_assessments,
    result_page,
)
from certification.marking.queries.desk import (
    MarkingSheet,
    WaitingAnswer,
    anonymous_code,
    assignments_of,
    marked_number,
    marking_sheet,
    waiting_for,
)
from certification.marking.queries.results import (
    ResultFilter,
    attempts_unmarked,
    results_listed,
    sittings_with_results,
)

__all__ = [
    "MarkingSheet",
    "OwnAssessment",
    "Performance",
    "ResultFilter",
    "ResultPage",
    "WaitingAnswer",
    "anonymous_code",
    "assignments_of",
    "attempts_unmarked",
    "marked_number",
    "marking_sheet",
    "own_assessment",
    "own_assessments",
    "performance_of",
    "result_page",
    "results_listed",
    "sittings_with_results",
    "waiting_for",
]
