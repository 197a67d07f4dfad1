"""What happened to certificates, in Wagtail's admin: to read and export; and the rules of renewal, of which versions are added."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import CreateView
from wagtail.permissions import register_permission_policy

from certification.certificates import services
from certification.certificates.models import Renewal, RenewalRuleSet, Revocation
from lms.accounts.person_pages import inspect_view_of
from lms.wagtail_permissions import AddOnlyPermissionPolicy, ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ModelViewSet, ReadOnlyViewSet, RefusalsOnTheForm

register_permission_policy(Revocation, ReadOnlyPermissionPolicy(Revocation))
register_permission_policy(Renewal, ReadOnlyPermissionPolicy(Renewal))
register_permission_policy(RenewalRuleSet, AddOnlyPermissionPolicy(RenewalRuleSet))


class _RevocationIndexView(IndexView):
    def get_base_queryset(self) -> "QuerySet[Any]":
        return super().get_base_queryset().select_related("certificate", "proposed_by")  # type: ignore[no-any-return]  # as above


class _RenewalIndexView(IndexView):
    def get_base_queryset(self) -> "QuerySet[Any]":
        people = ("certificate", "decided_by", "renewed")
        return super().get_base_queryset().select_related(*people)  # type: ignore[no-any-return]  # as above


class RevocationViewSet(ReadOnlyViewSet):
    model = Revocation
    icon = "cross"
    menu_label = _("Revocations")
    name = "certificate_revocations"
    index_view_class = _RevocationIndexView
    inspect_view_class = inspect_view_of("certificate.practitioner")
    list_display = [
        "certificate",
        "category",
        "proposed_by",
        DateColumn("proposed_at", label=pgettext_lazy("revocation", "Proposed")),
        "decision",
    ]
    list_filter = ["category", "decision", "proposed_at"]
    search_fields = ["certificate__number", "certificate__name"]
    list_export = [
        "certificate.number",
        "certificate.issue",
        "category",
        "proposed_by.email",
        "proposed_at",
        "decision",
        "decided_by.email",
        "decided_at",
    ]
    ordering = ["-proposed_at", "-pk"]
    inspect_view_fields = [
        "certificate",
        "category",
        "note",
        "evidence",
        "proposed_by",
        "proposed_at",
        "decision",
        "decided_by",
        "decided_at",
        "decision_reason",
    ]


class RenewalViewSet(ReadOnlyViewSet):
    model = Renewal
    icon = "rotate"
    menu_label = _("Renewals")
    name = "certificate_renewals"
    index_view_class = _RenewalIndexView
    inspect_view_class = inspect_view_of("certificate.practitioner")
    list_display = ["certificate", DateColumn("applied_at", label=_("Applied")), "decision", "decided_by", "renewed"]
    list_filter = ["decision", "applied_at"]
    search_fields = ["certificate__number", "certificate__name"]
    list_export = ["certificate.number", "applied_at", "decision", "decided_by.email", "decided_at", "rule_set.code"]
    ordering = ["-applied_at", "-pk"]
    inspect_view_fields = [
        "certificate",
        "rule_set",
        "applied_at",
        "conditions",
        "decision",
        "decided_by",
        "decided_at",
        "reason",
        "renewed",
    ]


class RenewalRulesForm(WagtailAdminModelForm):  # type: ignore[misc]  # as above
    """A further version, which begins with the one in force; the service checks the parameters and the day."""

    parameters = forms.JSONField(label=_("Parameters"), widget=forms.Textarea(attrs={"rows": 8}))

    class Meta:
        model = RenewalRuleSet
        fields = ["code", "effective_on", "basis", "parameters"]
        widgets = {"effective_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = RenewalRuleSet.objects.order_by("-effective_on").first()
        if latest is not None and not self.is_bound:
            self.initial |= {"parameters": latest.parameters, "basis": latest.basis}


class RenewalRulesCreateView(RefusalsOnTheForm, CreateView):  # type: ignore[misc]  # as above
    produced_error_message = ""

    def save_instance(self) -> RenewalRuleSet:
        return services.create_renewal_rule_set(
            **self.form.cleaned_data, created_by=self.request.user, now=timezone.now()
        )

    def get_success_buttons(self) -> list[Any]:
        """No button to edit: a version is not edited."""
        return []


class RenewalRuleSetViewSet(ModelViewSet):
    model = RenewalRuleSet
    icon = "list-ol"
    menu_label = _("Renewal rules")
    name = "renewal_rule_sets"
    add_view_class = RenewalRulesCreateView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["code", "effective_on", "basis"]
    ordering = ["-effective_on"]
    inspect_view_fields = ["code", "effective_on", "basis", "parameters"]

    def get_form_class(self, for_update: bool = False) -> "type[forms.ModelForm[Any]]":  # noqa: FBT001, FBT002 - Wagtail's own
        return RenewalRulesForm


LIFE_VIEWSETS = (RevocationViewSet, RenewalViewSet, RenewalRuleSetViewSet)
