from certification.credit.queries.conduct import has_severe_record
from certification.credit.queries.explanation import ScoreStep, explain_level, explain_score
from certification.credit.queries.mine import OwnProfile, own_profile, own_record
from certification.credit.queries.people import find_people
from certification.credit.queries.public import PublicProfile, public_profile, public_profile_path
from certification.credit.queries.records import (
    RecordFilter,
    RecordLine,
    deciders_needed,
    due_on,
    record_lines,
    records_for_desk,
    steps_of,
)
from certification.credit.queries.scores import (
    ProfileScore,
    as_fact,
    item_title,
    project_score,
    rule_set_on,
    rules_of,
    score_profile,
)
from certification.credit.queries.waiting import holders_to_sync
from certification.credit.queries.working_calendar import working_calendar, years_without_calendar

__all__ = [
    "OwnProfile",
    "ProfileScore",
    "PublicProfile",
    "RecordFilter",
    "RecordLine",
    "ScoreStep",
    "as_fact",
    "deciders_needed",
    "due_on",
    "explain_level",
    "explain_score",
    "find_people",
    "has_severe_record",
    "holders_to_sync",
    "item_title",
    "own_profile",
    "own_record",
    "project_score",
    "public_profile",
    "public_profile_path",
    "record_lines",
    "records_for_desk",
    "rule_set_on",
    "rules_of",
    "score_profile",
    "steps_of",
    "working_calendar",
    "years_without_calendar",
]
