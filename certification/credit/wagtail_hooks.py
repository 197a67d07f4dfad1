"""Credit in Wagtail's admin: profiles and records to read, filter and export; rule sets as versions."""

import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.credit import services
from certification.credit.models import CreditProfile, CreditRecord, CreditRuleSet
from lms.accounts.person_pages import PersonInspectView, inspect_view_of
from lms.errors import DomainError
from lms.wagtail_permissions import AddOnlyPermissionPolicy, ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ModelViewSet

register_permission_policy(CreditProfile, ReadOnlyPermissionPolicy(CreditProfile))
register_permission_policy(CreditRecord, ReadOnlyPermissionPolicy(CreditRecord))
register_permission_policy(CreditRuleSet, AddOnlyPermissionPolicy(CreditRuleSet))


class ProfileIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("practitioner__employer")


class RecordIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("profile__practitioner", "rule_set")


class CreditProfileViewSet(ModelViewSet):
    index_view_class = ProfileIndexView
    model = CreditProfile
    icon = "user"
    menu_label = _("Credit profiles")
    name = "credit_profiles"
    inspect_view_class = PersonInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = [
        "practitioner",
        Column("employer", label=_("Employer"), accessor="practitioner.employer"),
        "opened_on",
    ]
    list_filter = ["opened_on", "practitioner__employer"]
    search_fields = ["practitioner__name"]
    list_export = ["practitioner.name", "practitioner.employer.name", "opened_on"]
    ordering = ["-opened_on", "-pk"]
    inspect_view_fields = ["practitioner", "opened_on"]


class CreditRecordViewSet(ModelViewSet):
    index_view_class = RecordIndexView
    model = CreditRecord
    icon = "clipboard-list"
    menu_label = _("Credit records")
    name = "credit_records"
    inspect_view_class = inspect_view_of("profile.practitioner")
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = ["profile", "code", "variant", "points", "severity", "state", "effective_on", "ends_on"]
    list_filter = ["state", "severity", "code", "effective_on", "rule_set"]
    search_fields = ["profile__practitioner__name", "document_number", "fact_key"]
    list_export = [
        "profile.practitioner.name",
        "code",
        "variant",
        "points",
        "severity",
        "state",
        "fact_key",
        "document_number",
        "occurred_on",
        "effective_on",
        "ends_on",
        "rule_set.code",
    ]
    ordering = ["-created_at", "-pk"]
    inspect_view_fields = [
        "profile",
        "code",
        "variant",
        "points",
        "severity",
        "fact_key",
        "evidence",
        "document_number",
        "certificate",
        "state",
        "occurred_on",
        "effective_on",
        "ends_on",
        "publication_months",
        "source_public_until",
        "rule_set",
        "proposed_by",
        "created_at",
    ]


class _ReadableEncoder(json.JSONEncoder):
    """Chinese as Chinese, one value a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False, "indent": 2}))


class RuleSetForm(WagtailAdminModelForm):
    """A further version; the service checks the parameters and the day."""

    parameters = forms.JSONField(
        encoder=_ReadableEncoder,
        label=_("Parameters"),
        widget=forms.Textarea(attrs={"rows": 30}),
        help_text=_(
            "The whole rule set as JSON. It begins with the version in force: change what is to change. "
            "The days off and the days worked instead, under “calendar”, apply as soon as they are saved, also to periods that run already."
        ),
    )

    class Meta:
        model = CreditRuleSet
        fields = ["code", "effective_on", "parameters"]
        widgets = {"effective_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = CreditRuleSet.objects.order_by("-effective_on").first()
        if latest is not None and not self.is_bound:
            self.initial["parameters"] = latest.parameters


class RuleSetCreateView(CreateView):
    produced_error_message: str | None = None

    def save_instance(self) -> CreditRuleSet:
        entered = self.form.cleaned_data
        return services.create_rule_set(
            code=entered["code"],
            effective_on=entered["effective_on"],
            parameters=entered["parameters"],
            created_by=self.request.user,
            now=timezone.now(),
        )

    def get_success_buttons(self) -> list[Any]:
        """No button to edit: a version is not edited."""
        return []

    def form_valid(self, form: RuleSetForm) -> Any:
        try:
            return super().form_valid(form)
        except DomainError as error:
            form.add_error(None, str(error))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class CreditRuleSetViewSet(ModelViewSet):
    model = CreditRuleSet
    icon = "list-ol"
    menu_label = _("Credit rule sets")
    name = "credit_rule_sets"
    inspect_view_enabled = True
    copy_view_enabled = False
    add_view_class = RuleSetCreateView
    list_display = ["code", "effective_on"]
    ordering = ["-effective_on"]
    inspect_view_fields = ["code", "effective_on", "parameters"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # noqa: FBT001, FBT002 - Wagtail's own
        return RuleSetForm


class CreditViewSetGroup(ModelViewSetGroup):
    menu_label = _("Credit")
    menu_icon = "clipboard-list"
    menu_order = 260
    items = (CreditProfileViewSet, CreditRecordViewSet, CreditRuleSetViewSet)


@hooks.register("register_admin_viewset")
def register_credit_viewsets() -> CreditViewSetGroup:
    return CreditViewSetGroup()
