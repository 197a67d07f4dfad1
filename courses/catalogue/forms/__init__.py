from courses.catalogue.forms.admin import CourseForm, RunForm, SessionForm
from courses.catalogue.forms.desk import CallOffForm
from courses.catalogue.forms.public import CourseFilterForm

__all__ = ["CallOffForm", "CourseFilterForm", "CourseForm", "RunForm", "SessionForm"]
