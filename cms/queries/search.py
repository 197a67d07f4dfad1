"""One search over the pages and the courses."""

from dataclasses import dataclass
from datetime import datetime

from cms.models import BilingualPage, CoursePage, SectionPage, StandardPage
from courses.catalogue.queries import CourseCard, course_cards, search_courses
from lms import search

LONGEST_QUERY = 100
_COURSES = 6
_PAGES = 50
# A site has some dozens of pages: the database finds them at once, also a Chinese word inside a longer one, and is
# there when the search server is away. Wagtail's admin has whatever the settings name.
_BACKEND = "wagtail.search.backends.database.fallback"


@dataclass(frozen=True)
class Found:
    cards: list[CourseCard]
    course_count: int
    pages: list[BilingualPage]

    @property
    def count(self) -> int:
        return self.course_count + len(self.pages)


def search_site(*, text: str, now: datetime) -> Found:
    courses = search_courses(text=text, now=now)
    cards = course_cards(list(courses[:_COURSES]), now)
    return Found(
        cards=cards, course_count=courses.count(), pages=_pages(text, except_courses={card.code for card in cards})
    )


def _pages(text: str, *, except_courses: set[str]) -> list[BilingualPage]:
    """Those with the words in their title first."""
    query = search.normalize(text)
    found: list[BilingualPage] = []
    for page_class in (SectionPage, StandardPage, CoursePage):
        pages = page_class.objects.live().public().order_by("path")
        if page_class is CoursePage:
            pages = pages.select_related("course")
        hits = pages.search(query, fields=["search_text"], order_by_relevance=False, backend=_BACKEND)
        found += hits[:_PAGES]
    others = [page for page in found if not (isinstance(page, CoursePage) and page.slug in except_courses)]
    words = search.words(text)
    return sorted(others, key=lambda page: not all(word in search.normalize(page.local_title) for word in words))
