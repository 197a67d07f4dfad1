from certification.marking.views.candidate import my_assessment, my_assessments
from certification.marking.views.desk import desk, give_back, mark, take
from certification.marking.views.results import mark_waiting, release, results

__all__ = [
    "desk",
    "give_back",
    "mark",
    "mark_waiting",
    "my_assessment",
    "my_assessments",
    "release",
    "results",
    "take",
]
