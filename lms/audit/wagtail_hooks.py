"""The audit trail in Wagtail's admin: to read, filter and export."""

from typing import Any

import django_filters
from django.db.models import F, Field, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from lms.audit.models import AuditEntry, AuditSeal
from lms.wagtail_permissions import ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import IndexView, ModelViewSet

register_permission_policy(AuditEntry, ReadOnlyPermissionPolicy(AuditEntry))
register_permission_policy(AuditSeal, ReadOnlyPermissionPolicy(AuditSeal))


class AuditEntryFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)
    action = django_filters.AllValuesFilter(label=_("Action"))
    subject_type = django_filters.AllValuesFilter(label=_("Kind of subject"))
    subject_id = django_filters.CharFilter(label=pgettext_lazy("of an audit entry", "Subject"))

    class Meta:
        model = AuditEntry
        fields = ["at", "action", "subject_type", "subject_id"]


class AuditEntryIndexView(IndexView):
    export_headings = {"pk": pgettext_lazy("of an audit entry", "Number")}

    @cached_property
    def columns(self) -> list[BaseColumn]:
        columns: list[BaseColumn] = super().columns
        for column in columns:
            column.label = self.export_headings.get(column.name, column.label)
        return columns

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.select_related("actor", "seal").annotate(seal_hash=F("seal__hash"))


class AuditEntryInspectView(InspectView):
    def get_object(self, queryset: QuerySet[AuditEntry] | None = None) -> Any:
        return super().get_object(AuditEntry.objects.select_related("actor", "seal"))

    def get_field_label(self, field_name: str, field: "Field[Any, Any] | None") -> Any:
        return (
            pgettext_lazy("of an audit entry", "Number")
            if field_name == "pk"
            else super().get_field_label(field_name, field)
        )


class AuditEntryViewSet(ModelViewSet):
    model = AuditEntry
    icon = "history"
    menu_label = _("Audit trail")
    name = "audit_entries"
    index_view_class = AuditEntryIndexView
    inspect_view_class = AuditEntryInspectView
    filterset_class = AuditEntryFilterSet
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    list_display = [
        "pk",
        DateColumn("at", label=_("Time")),
        "action",
        Column("actor", label=_("Actor")),
        "subject_type",
        "subject_id",
        Column("seal", label=_("Link of the chain")),
    ]
    search_fields = ["action", "subject_id"]
    list_export = ["pk", "at", "action", "actor_id", "subject_type", "subject_id", "detail", "seal_hash"]
    export_filename = "audit-trail"
    ordering = ["-pk"]
    inspect_view_fields = ["pk", "at", "action", "actor", "subject_type", "subject_id", "detail"]


class AuditViewSetGroup(ModelViewSetGroup):
    menu_label = _("Audit")
    menu_icon = "history"
    menu_order = 900
    items = (AuditEntryViewSet,)


@hooks.register("register_admin_viewset")
def register_audit_viewsets() -> AuditViewSetGroup:
    return AuditViewSetGroup()
