from courses.hours.services.booking import book_course_hours
from courses.hours.services.reversal import ReversalIsFinal, reverse_course_hours, reverse_entry

__all__ = ["ReversalIsFinal", "book_course_hours", "reverse_course_hours", "reverse_entry"]
