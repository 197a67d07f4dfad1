from django.contrib.auth.models import AnonymousUser

from courses.catalogue.models import CourseRun, CourseRunQuerySet
from courses.catalogue.queries.cards import CourseCard, course_cards, level_name
from courses.catalogue.queries.detail import CourseDetail, course_detail
from courses.catalogue.queries.search import search_courses
from courses.catalogue.rules import phase_of
from lms.accounts.models import User

__all__ = [
    "CourseCard",
    "CourseDetail",
    "course_cards",
    "course_detail",
    "level_name",
    "phase_of",
    "runs_visible_to",
    "search_courses",
]


def runs_visible_to(user: User | AnonymousUser) -> CourseRunQuerySet:
    return CourseRun.objects.visible_to(user)
