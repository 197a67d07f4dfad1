from cms.queries.course import course_content, courses_visible_to, live_course_page
from cms.queries.desk import DeskTask, desk_tasks
from cms.queries.home import HomeContent, home_content
from cms.queries.my import MyHome, my_home
from cms.queries.search import LONGEST_QUERY, Found, search_site

__all__ = [
    "LONGEST_QUERY",
    "DeskTask",
    "Found",
    "HomeContent",
    "MyHome",
    "course_content",
    "courses_visible_to",
    "desk_tasks",
    "home_content",
    "live_course_page",
    "my_home",
    "search_site",
]
