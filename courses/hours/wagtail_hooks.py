"""Learners in Wagtail's admin: places, attendance, completions and hours to read, filter and export. They are written at the desks."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from courses.catalogue.models import CourseRun
from courses.enrollment.models import Enrollment
from courses.hours.models import HoursEntry, HoursRuleSet
from courses.learning.models import Attendance, CourseCompletion
from lms.accounts.person_pages import PersonInspectView, inspect_view_of
from lms.competency.models import Domain
from lms.wagtail_permissions import ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ModelViewSet, YesNoColumn

for _model in (Enrollment, Attendance, CourseCompletion, HoursEntry, HoursRuleSet):
    register_permission_policy(_model, ReadOnlyPermissionPolicy(_model))


class EvidenceViewSet(ModelViewSet):
    """Rows that only services write."""

    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: list[str] = []


def _runs(_request: Any) -> QuerySet[CourseRun]:
    return CourseRun.objects.order_by("-starts_at", "pk")


class EnrollmentFilterSet(WagtailFilterSet):
    run = django_filters.ModelChoiceFilter(label=_("Run"), queryset=_runs)
    created_at = django_filters.DateFromToRangeFilter(label=_("Asked for"), widget=DateRangePickerWidget)

    class Meta:
        model = Enrollment
        fields = ["run", "state", "created_at"]


class EnrollmentIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Enrollment]:
        return Enrollment.objects.select_related("run", "practitioner__employer")


class EnrollmentViewSet(EvidenceViewSet):
    model = Enrollment
    icon = "clipboard-list"
    menu_label = _("Enrollments")
    name = "enrollments"
    inspect_view_class = PersonInspectView
    index_view_class = EnrollmentIndexView
    filterset_class = EnrollmentFilterSet
    list_display = [
        Column("practitioner", label=_("Learner")),
        Column("run", label=_("Run")),
        "state",
        DateColumn("created_at", label=_("Asked for")),
    ]
    search_fields = ["practitioner__name", "run__code", "run__course__title_zh"]
    list_export = ["run.code", "practitioner.name", "practitioner.employer", "state", "created_at"]
    export_filename = "enrollments"
    ordering = ["-created_at", "-pk"]
    inspect_view_fields = ["run", "practitioner", "state", "created_at", "queued_at"]


class AttendanceFilterSet(WagtailFilterSet):
    run = django_filters.ModelChoiceFilter(label=_("Run"), field_name="session__run", queryset=_runs)

    class Meta:
        model = Attendance
        fields = ["run", "state"]


class AttendanceIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Attendance]:
        return Attendance.objects.select_related("session__run", "enrollment__practitioner")


class AttendanceViewSet(EvidenceViewSet):
    model = Attendance
    icon = "tick"
    menu_label = _("Attendance records")
    name = "attendance"
    inspect_view_class = inspect_view_of("enrollment.practitioner")
    index_view_class = AttendanceIndexView
    filterset_class = AttendanceFilterSet
    list_display = [
        Column("practitioner", label=_("Learner"), accessor="enrollment.practitioner.name"),
        Column("run", label=_("Run"), accessor="session.run.code"),
        Column("session", label=_("Session")),
        "state",
        "minutes",
    ]
    search_fields = ["enrollment__practitioner__name", "session__run__code"]
    list_export = ["session.run.code", "session.title", "enrollment.practitioner.name", "state", "minutes"]
    export_filename = "attendance"
    ordering = ["-updated_at", "-pk"]
    inspect_view_fields = ["session", "enrollment", "state", "minutes", "updated_at"]


class CompletionFilterSet(WagtailFilterSet):
    run = django_filters.ModelChoiceFilter(label=_("Run"), field_name="enrollment__run", queryset=_runs)
    completed_at = django_filters.DateFromToRangeFilter(label=_("Completed"), widget=DateRangePickerWidget)
    stands = django_filters.BooleanFilter(label=_("Stands"), field_name="revoked_at", lookup_expr="isnull")

    class Meta:
        model = CourseCompletion
        fields = ["run", "completed_at", "stands"]


class CompletionIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[CourseCompletion]:
        return CourseCompletion.objects.select_related("enrollment__run", "enrollment__practitioner")


class CompletionViewSet(EvidenceViewSet):
    model = CourseCompletion
    icon = "success"
    menu_label = _("Completions")
    name = "completions"
    inspect_view_class = inspect_view_of("enrollment.practitioner")
    index_view_class = CompletionIndexView
    filterset_class = CompletionFilterSet
    list_display = [
        Column("practitioner", label=_("Learner"), accessor="enrollment.practitioner.name"),
        Column("run", label=_("Run"), accessor="enrollment.run.code"),
        "minutes",
        DateColumn("completed_at", label=_("Completed")),
        DateColumn("revoked_at", label=_("Revoked")),
    ]
    search_fields = ["enrollment__practitioner__name", "enrollment__run__code"]
    list_export = ["enrollment.run.code", "enrollment.practitioner.name", "minutes", "completed_at", "revoked_at"]
    export_filename = "completions"
    ordering = ["-completed_at", "-pk"]
    inspect_view_fields = ["enrollment", "completed_at", "minutes", "criteria", "revoked_at", "revoked_by"]


class HoursFilterSet(WagtailFilterSet):
    domain = django_filters.ModelChoiceFilter(label=_("Domain"), queryset=Domain.objects.order_by("code"))
    year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = HoursEntry
        fields = ["year", "category", "domain", "source_kind"]


class HoursIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[HoursEntry]:
        return HoursEntry.objects.select_related("practitioner", "domain", "rule_set", "completion__enrollment__run")


class HoursEntryViewSet(EvidenceViewSet):
    model = HoursEntry
    icon = "time"
    menu_label = _("Hours")
    name = "hours_entries"
    inspect_view_class = PersonInspectView
    index_view_class = HoursIndexView
    filterset_class = HoursFilterSet
    list_display = [
        Column("practitioner", label=_("Learner")),
        "year",
        "category",
        "hours",
        "source_kind",
        YesNoColumn("officially_recognized", label=_("Recognized officially (人社认定学时)")),
        DateColumn("booked_at", label=_("Booked")),
    ]
    search_fields = ["practitioner__name", "completion__enrollment__run__code"]
    list_export = [
        "practitioner.name",
        "year",
        "earned_on",
        "category",
        "domain_id",
        "minutes",
        "hours",
        "source_kind",
        "completion.enrollment.run.code",
        "rule_set.code",
        "booked_at",
    ]
    export_filename = "hours"
    ordering = ["-booked_at", "-pk"]
    inspect_view_fields = [
        "practitioner",
        "year",
        "earned_on",
        "category",
        "domain",
        "minutes",
        "hours",
        "source_kind",
        "completion",
        "reverses",
        "rule_set",
        "explanation",
        "booked_at",
        "booked_by",
    ]


class HoursRuleSetViewSet(EvidenceViewSet):
    model = HoursRuleSet
    icon = "doc-full"
    menu_label = _("Rules of the ledger")
    name = "hours_rule_sets"
    list_display = ["code", "first_year", "basis"]
    ordering = ["-first_year"]
    inspect_view_fields = ["code", "first_year", "basis", "parameters"]


class LearnersViewSetGroup(ModelViewSetGroup):
    menu_label = _("Learners")
    menu_icon = "clipboard-list"
    menu_order = 210
    items = (EnrollmentViewSet, AttendanceViewSet, CompletionViewSet, HoursEntryViewSet, HoursRuleSetViewSet)


@hooks.register("register_admin_viewset")
def register_learner_viewsets() -> LearnersViewSetGroup:
    return LearnersViewSetGroup()
