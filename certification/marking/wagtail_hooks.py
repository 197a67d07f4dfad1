"""Results and marks in Wagtail's admin: to read, filter and export. Marking and releasing are done at the desks."""

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Mark, MarkingAssignment, Result
from lms.accounts.person_pages import inspect_view_of
from lms.wagtail_permissions import ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ReadOnlyViewSet

register_permission_policy(Result, ReadOnlyPermissionPolicy(Result))
register_permission_policy(Mark, ReadOnlyPermissionPolicy(Mark))
register_permission_policy(MarkingAssignment, ReadOnlyPermissionPolicy(MarkingAssignment))


class ResultIndexView(IndexView):
    export_headings = {
        "attempt.registration.sitting.code": _("Sitting"),
        "attempt.registration.practitioner.name": _("Practitioner"),
        "releaser": _("Released by"),
    }

    def get_base_queryset(self) -> QuerySet[Result]:
        rows = Result.objects.select_related("attempt__registration__practitioner", "attempt__registration__sitting")
        return rows.annotate(releaser=F("released_by__email"))


class ResultFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=ResultState.choices)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)

    class Meta:
        model = Result
        fields = ["state", "outcome", "attempt__registration__sitting"]


class ResultViewSet(ReadOnlyViewSet):
    model = Result
    icon = "tasks"
    menu_label = _("Results")
    name = "exam_results"
    inspect_view_class = inspect_view_of("attempt.registration.practitioner")
    index_view_class = ResultIndexView
    filterset_class = ResultFilterSet
    list_display = [
        Column("practitioner", label=_("Practitioner"), accessor="attempt.registration.practitioner.name"),
        Column("sitting", label=_("Sitting"), accessor="attempt.registration.sitting.code"),
        "total_points",
        "outcome",
        "state",
        DateColumn("released_at", label=_("Released on")),
    ]
    search_fields = ["attempt__registration__practitioner__name", "attempt__registration__sitting__code"]
    list_export = [
        "attempt.registration.sitting.code",
        "attempt.registration.practitioner.name",
        "total_points",
        "outcome",
        "state",
        "proposed_at",
        "released_at",
        "releaser",
    ]
    export_filename = "results"
    ordering = ["-proposed_at", "-pk"]
    inspect_view_fields = [
        "attempt",
        "state",
        "outcome",
        "total_points",
        "breakdown",
        "pass_rule",
        "proposed_at",
        "released_at",
        "released_by",
    ]


class MarkIndexView(IndexView):
    export_headings = {
        "assignment.attempt_id": _("Attempt"),
        "assignment.paper_item.position": _("Question"),
        "assignment.seat": _("Marking seat"),
        "assignment.marker.email": _("Marker"),
    }

    def get_base_queryset(self) -> QuerySet[Mark]:
        return Mark.objects.select_related("assignment__marker", "assignment__paper_item")


class MarkViewSet(ReadOnlyViewSet):
    """For the auditor: every mark with its marker."""

    model = Mark
    icon = "edit"
    menu_label = _("Marks")
    name = "exam_marks"
    inspect_view_class = inspect_view_of("assignment.attempt.registration.practitioner")
    index_view_class = MarkIndexView
    list_display = [
        Column("answer", label=_("Attempt"), accessor="assignment.attempt_id"),
        Column("question", label=_("Question"), accessor="assignment.paper_item.position"),
        Column("seat", label=_("Marking seat"), accessor="assignment.seat"),
        Column("marker", label=_("Marker"), accessor="assignment.marker"),
        "points",
        DateColumn("marked_at", label=_("Marked on")),
    ]
    list_filter = ["marked_at"]
    search_fields = ["assignment__marker__email", "assignment__attempt__registration__sitting__code"]
    list_export = [
        "assignment.attempt_id",
        "assignment.paper_item.position",
        "assignment.seat",
        "assignment.marker.email",
        "criteria",
        "points",
        "comment",
        "marked_at",
    ]
    export_filename = "marks"
    ordering = ["-marked_at", "-pk"]
    inspect_view_fields = ["assignment", "criteria", "points", "comment", "marked_at"]


class ResultsViewSetGroup(ModelViewSetGroup):
    menu_label = _("Results")
    menu_icon = "tasks"
    menu_order = 245
    items = (ResultViewSet, MarkViewSet)


@hooks.register("register_admin_viewset")
def register_result_viewsets() -> ResultsViewSetGroup:
    return ResultsViewSetGroup()
