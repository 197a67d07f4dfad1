from courses.learning.queries.mine import MyCourse, MyCourseDetail, MyCourses, MySession, my_course, my_courses
from courses.learning.queries.progress import session_facts, standing_check_in, standing_completion
from courses.learning.queries.roster import (
    Roster,
    RosterRow,
    RunStanding,
    desk_runs,
    roster,
    session_to_show,
    standing_of,
)

__all__ = [
    "MyCourse",
    "MyCourseDetail",
    "MyCourses",
    "MySession",
    "Roster",
    "RosterRow",
    "RunStanding",
    "desk_runs",
    "my_course",
    "my_courses",
    "roster",
    "session_facts",
    "session_to_show",
    "standing_check_in",
    "standing_completion",
    "standing_of",
]
