"""Courses, runs, sessions, venues and speakers in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from courses.catalogue.forms import CourseForm, RunForm, SessionForm
from courses.catalogue.models import Course, CourseRun, CourseSession, Speaker, Venue
from courses.catalogue.wagtail_hooks.listing import (
    CourseFilterSet,
    CourseIndexView,
    RunFilterSet,
    RunIndexView,
    SessionFilterSet,
    SessionIndexView,
)
from courses.catalogue.wagtail_hooks.saving import (
    CreateCourseView,
    CreateRunView,
    CreateSessionView,
    EditCourseView,
    EditRunView,
    EditSessionView,
)
from lms.wagtail_permissions import NoDeletionPermissionPolicy
from lms.wagtail_viewsets import ModelViewSet

# A course or a run that people took part in is evidence; an unused one does no harm.
for _model in (Course, CourseRun, CourseSession, Venue, Speaker):
    register_permission_policy(_model, NoDeletionPermissionPolicy(_model))


class CourseViewSet(ModelViewSet):
    model = Course
    icon = "openquote"
    menu_label = _("Courses")
    name = "courses"
    add_view_class = CreateCourseView
    edit_view_class = EditCourseView
    index_view_class = CourseIndexView
    filterset_class = CourseFilterSet
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["code", "title_zh", Column("domain", label=_("Domain")), "level", "category"]
    search_fields = ["search_text", "code"]
    list_export = ["code", "title_zh", "title_en", "domain_id", "level", "category"]
    export_filename = "courses"
    ordering = ["code"]

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002 - Wagtail's signature
        return CourseForm


class RunViewSet(ModelViewSet):
    model = CourseRun
    icon = "date"
    menu_label = _("Runs")
    name = "course_runs"
    add_view_class = CreateRunView
    edit_view_class = EditRunView
    index_view_class = RunIndexView
    filterset_class = RunFilterSet
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        "code",
        Column("course", label=_("Course")),
        "mode",
        "state",
        Column("starts_at", label=_("Starts")),
        "capacity",
    ]
    search_fields = ["code", "course__code", "course__title_zh"]
    list_export = [
        "code",
        "course.code",
        "course.title_zh",
        "mode",
        "state",
        "starts_at",
        "ends_at",
        "enrollment_opens_at",
        "enrollment_closes_at",
        "capacity",
        "required_attendance_percent",
        "issues_certificates",
    ]
    export_filename = "course-runs"
    ordering = ["-starts_at", "pk"]

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002 - Wagtail's signature
        return RunForm


class SessionViewSet(ModelViewSet):
    model = CourseSession
    icon = "time"
    menu_label = _("Sessions")
    name = "course_sessions"
    add_view_class = CreateSessionView
    edit_view_class = EditSessionView
    index_view_class = SessionIndexView
    filterset_class = SessionFilterSet
    copy_view_enabled = False
    list_display = [
        "title",
        Column("run", label=_("Run")),
        Column("starts_at", label=_("Starts")),
        Column("venue", label=_("Venue")),
    ]
    search_fields = ["title", "run__code", "run__course__title_zh"]
    list_export = ["run.code", "title", "starts_at", "ends_at", "venue"]
    export_filename = "course-sessions"
    ordering = ["-starts_at", "pk"]

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002 - Wagtail's signature
        return SessionForm


class VenueViewSet(ModelViewSet):
    model = Venue
    icon = "home"
    menu_label = _("Venues")
    name = "venues"
    copy_view_enabled = False
    form_fields = ["name", "address", "capacity"]
    list_display = ["name", "address", "capacity"]
    search_fields = ["name", "address"]
    list_export = ["name", "address", "capacity"]
    export_filename = "venues"
    ordering = ["name", "pk"]


class SpeakerViewSet(ModelViewSet):
    model = Speaker
    icon = "user"
    menu_label = _("Speakers")
    name = "speakers"
    copy_view_enabled = False
    form_fields = ["name", "title", "biography"]
    list_display = ["name", "title"]
    search_fields = ["name", "title"]
    list_export = ["name", "title"]
    export_filename = "speakers"
    ordering = ["name", "pk"]


class CoursesViewSetGroup(ModelViewSetGroup):
    menu_label = _("Courses")
    menu_icon = "openquote"
    menu_order = 200
    items = (CourseViewSet, RunViewSet, SessionViewSet, VenueViewSet, SpeakerViewSet)


@hooks.register("register_admin_viewset")
def register_course_viewsets() -> CoursesViewSetGroup:
    return CoursesViewSetGroup()
