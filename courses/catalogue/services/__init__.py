from courses.catalogue.services.courses import refresh_search_text, save_course
from courses.catalogue.services.index import index_course, rebuild_index, repair_index
from courses.catalogue.services.runs import (
    CapacityBelowSeatsTaken,
    RunCancelled,
    RunIsOver,
    RunUnderWay,
    RunWithoutSessions,
    SessionOutsideRun,
    SessionRepeated,
    cancel_run,
    publish_run,
    save_run,
    save_session,
)

__all__ = [
    "CapacityBelowSeatsTaken",
    "RunCancelled",
    "RunIsOver",
    "RunUnderWay",
    "RunWithoutSessions",
    "SessionOutsideRun",
    "SessionRepeated",
    "cancel_run",
    "index_course",
    "publish_run",
    "rebuild_index",
    "refresh_search_text",
    "repair_index",
    "save_course",
    "save_run",
    "save_session",
]
