from courses.enrollment.queries.page import Action, RunForPage, SessionForPage, runs_for_page
from courses.enrollment.queries.seats import (
    Seats,
    count_taken,
    place_in_line,
    seats_left,
    seats_taken,
    waiting_line,
    with_seats,
)

__all__ = [
    "Action",
    "RunForPage",
    "Seats",
    "SessionForPage",
    "count_taken",
    "place_in_line",
    "runs_for_page",
    "seats_left",
    "seats_taken",
    "waiting_line",
    "with_seats",
]
