"""The exam office in Wagtail's admin: assessments, sittings, registrations and attempts."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from certification.sittings.enums import AttemptState, RegistrationState, SittingState
from certification.sittings.forms import AssessmentForm, ExtraTimeForm, SittingForm
from certification.sittings.models import Assessment, Attempt, Registration, Sitting
from lms.accounts.person_pages import LeavesTrace, PersonInspectView, inspect_view_of
from lms.wagtail_permissions import NoDeletionPermissionPolicy, ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ModelViewSet, ReadOnlyViewSet, RefusalsOnTheForm, YesNoColumn


class ExtraTimePermissionPolicy(ModelPermissionPolicy):
    """Registrations are made by candidates; the office reads them and grants extra time."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "change"} and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return super().users_with_any_permission([action for action in actions if action in {"view", "change"}])


register_permission_policy(Assessment, NoDeletionPermissionPolicy(Assessment))
register_permission_policy(Sitting, NoDeletionPermissionPolicy(Sitting))
register_permission_policy(Registration, ExtraTimePermissionPolicy(Registration))
register_permission_policy(Attempt, ReadOnlyPermissionPolicy(Attempt))


class RefusingCreateView(RefusalsOnTheForm, CreateView):
    pass


class RefusingEditView(RefusalsOnTheForm, EditView):
    pass


class AssessmentViewSet(ModelViewSet):
    model = Assessment
    icon = "form"
    menu_label = _("Assessments")
    name = "exam_assessments"
    inspect_view_enabled = True
    copy_view_enabled = False
    add_view_class = RefusingCreateView
    edit_view_class = RefusingEditView
    list_display = [
        "code",
        "title_zh",
        "domain",
        "level",
        YesNoColumn("requires_license", label=_("Needs a license"), sort_key="requires_license"),
    ]
    list_filter = ["domain", "level", "requires_license"]
    search_fields = ["code", "title_zh", "title_en"]
    list_export = ["code", "title_zh", "title_en", "domain_id", "level", "standard", "requires_license", "pass_rule"]
    export_filename = "assessments"
    ordering = ["code"]

    def get_form_class(self, for_update: bool = False) -> "type[forms.ModelForm[Any]]":  # noqa: FBT001, FBT002 - Wagtail's own
        return AssessmentForm


class SittingIndexView(IndexView):
    export_headings = {"assessment.code": _("Assessment"), "taken": _("Seats taken")}

    def get_base_queryset(self) -> QuerySet[Sitting]:
        standing = Q(registrations__state=RegistrationState.REGISTERED)
        return Sitting.objects.select_related("assessment").annotate(taken=Count("registrations", filter=standing))


class SittingFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=SittingState.choices)

    class Meta:
        model = Sitting
        fields = ["state", "assessment"]


class SittingViewSet(ModelViewSet):
    model = Sitting
    icon = "calendar"
    menu_label = _("Sittings")
    name = "exam_sittings"
    inspect_view_enabled = True
    copy_view_enabled = False
    add_view_class = RefusingCreateView
    edit_view_class = RefusingEditView
    index_view_class = SittingIndexView
    filterset_class = SittingFilterSet
    list_display = [
        "code",
        "assessment",
        "state",
        Column("opens_at", label=_("Opens")),
        Column("taken", label=_("Seats taken")),
        "capacity",
        "place",
    ]
    search_fields = ["code", "place", "assessment__code", "assessment__title_zh"]
    list_export = [
        "code",
        "assessment.code",
        "state",
        "opens_at",
        "closes_at",
        "minutes",
        "capacity",
        "taken",
        "place",
    ]
    export_filename = "sittings"
    ordering = ["-opens_at", "code"]

    def get_form_class(self, for_update: bool = False) -> "type[forms.ModelForm[Any]]":  # noqa: FBT001, FBT002 - Wagtail's own
        return SittingForm


class RegistrationIndexView(IndexView):
    export_headings = {
        "sitting.code": _("Sitting"),
        "practitioner.name": _("Practitioner"),
        "employer_name": _("Employer"),
    }

    def get_base_queryset(self) -> QuerySet[Registration]:
        rows = Registration.objects.select_related("sitting", "practitioner")
        return rows.annotate(employer_name=F("practitioner__employer__name"))


class RegistrationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=RegistrationState.choices)

    class Meta:
        model = Registration
        fields = ["state", "sitting"]


class RegistrationEditView(LeavesTrace, RefusingEditView):
    pass


class RegistrationViewSet(ModelViewSet):
    model = Registration
    icon = "group"
    menu_label = _("Registrations")
    name = "exam_registrations"
    inspect_view_class = PersonInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    edit_view_class = RegistrationEditView
    index_view_class = RegistrationIndexView
    filterset_class = RegistrationFilterSet
    list_display = [
        Column("practitioner", label=_("Practitioner"), accessor="practitioner.name"),
        Column("sitting", label=_("Sitting"), accessor="sitting.code"),
        "state",
        "extra_time",
        DateColumn("registered_at", label=pgettext_lazy("sitting", "Registered on")),
    ]
    search_fields = ["practitioner__name", "sitting__code"]
    list_export = [
        "sitting.code",
        "practitioner.name",
        "employer_name",
        "state",
        "extra_time",
        "registered_at",
    ]
    export_filename = "registrations"
    ordering = ["-registered_at", "-pk"]

    def get_form_class(self, for_update: bool = False) -> "type[forms.ModelForm[Any]]":  # noqa: FBT001, FBT002 - Wagtail's own
        return ExtraTimeForm


class AttemptIndexView(IndexView):
    export_headings = {"registration.sitting.code": _("Sitting"), "registration.practitioner.name": _("Practitioner")}

    def get_base_queryset(self) -> QuerySet[Attempt]:
        return Attempt.objects.select_related("registration__sitting", "registration__practitioner")


class AttemptFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=AttemptState.choices)

    class Meta:
        model = Attempt
        fields = ["state", "registration__sitting"]


class AttemptViewSet(ReadOnlyViewSet):
    """Who started and ended when; answers are read by markers only, who do not see whose they are."""

    model = Attempt
    icon = "time"
    menu_label = _("Attempts")
    name = "exam_attempts"
    inspect_view_class = inspect_view_of("registration.practitioner")
    index_view_class = AttemptIndexView
    filterset_class = AttemptFilterSet
    list_display = [
        Column("practitioner", label=_("Practitioner"), accessor="registration.practitioner.name"),
        Column("sitting", label=_("Sitting"), accessor="registration.sitting.code"),
        "state",
        Column("started_at", label=_("Started")),
        Column("deadline_at", label=_("Deadline")),
        Column("ended_at", label=_("Ended")),
    ]
    search_fields = ["registration__practitioner__name", "registration__sitting__code"]
    list_export = [
        "registration.sitting.code",
        "registration.practitioner.name",
        "state",
        "started_at",
        "deadline_at",
        "ended_at",
    ]
    export_filename = "attempts"
    ordering = ["-started_at", "pk"]
    inspect_view_fields = ["registration", "state", "started_at", "deadline_at", "ended_at"]


class AssessmentsViewSetGroup(ModelViewSetGroup):
    menu_label = _("Assessments")
    menu_icon = "form"
    menu_order = 240
    items = (AssessmentViewSet, SittingViewSet, RegistrationViewSet, AttemptViewSet)


@hooks.register("register_admin_viewset")
def register_assessment_viewsets() -> AssessmentsViewSetGroup:
    return AssessmentsViewSetGroup()
