from certification.sittings.queries.admission import (
    Admission,
    admission_of,
    admission_to,
    go_of,
    registrations_counting,
)
from certification.sittings.queries.listing import (
    AreaGate,
    AssessmentLine,
    Part,
    SittingLine,
    area_gates,
    assessments_listed,
    parts_of,
    seats_taken,
    sitting_line,
    sittings_of,
    with_seats,
)
from certification.sittings.queries.sheets import (
    Option,
    Sheet,
    SheetItem,
    position_types,
    sheet_of,
)
from certification.sittings.queries.starting import Start, start_of
from certification.sittings.queries.under_way import sitting_under_way, work_waits_until

__all__ = [
    "Admission",
    "AreaGate",
    "AssessmentLine",
    "Option",
    "Part",
    "Sheet",
    "SheetItem",
    "SittingLine",
    "Start",
    "admission_of",
    "admission_to",
    "area_gates",
    "assessments_listed",
    "go_of",
    "parts_of",
    "position_types",
    "registrations_counting",
    "seats_taken",
    "sheet_of",
    "sitting_line",
    "sitting_under_way",
    "sittings_of",
    "start_of",
    "with_seats",
    "work_waits_until",
]
