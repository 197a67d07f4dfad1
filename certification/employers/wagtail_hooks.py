"""Employers' checks and webhooks in Wagtail's admin: to read, filter and export. Applications are decided at the desk."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.employers.models import BulkCheck, EmployerMember, WebhookDelivery, WebhookEndpoint
from lms.wagtail_permissions import ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import ReadOnlyViewSet

for _model in (BulkCheck, EmployerMember, WebhookDelivery, WebhookEndpoint):
    register_permission_policy(_model, ReadOnlyPermissionPolicy(_model))


class EmployerMemberViewSet(ReadOnlyViewSet):
    model = EmployerMember
    icon = "group"
    menu_label = _("Employers’ representatives")
    name = "employer_members"
    related = ("user",)
    list_display = [
        "organization_name",
        "credit_code",
        Column("user", label=_("Person")),
        "state",
        DateColumn("applied_at", label=_("Applied")),
    ]
    list_filter = ["state", "applied_at"]
    search_fields = ["organization_name", "credit_code"]
    list_export = [
        "organization_name",
        "credit_code",
        "user.email",
        "position",
        "state",
        "applied_at",
        "decided_at",
        "ended_at",
    ]
    ordering = ["-applied_at", "-pk"]
    inspect_view_fields = [
        "organization_name",
        "credit_code",
        "organization",
        "user",
        "position",
        "purpose",
        "state",
        "applied_at",
        "decided_by",
        "decided_at",
        "reason",
        "ended_by",
        "ended_at",
    ]


class BulkCheckViewSet(ReadOnlyViewSet):
    model = BulkCheck
    icon = "list-ul"
    menu_label = _("Checks of certificates")
    name = "bulk_checks"
    related = ("organization",)
    list_display = [
        DateColumn("created_at", label=_("Asked")),
        Column("organization", label=_("Organization")),
        "source",
        "row_count",
        "found_count",
    ]
    list_filter = ["source", "created_at"]
    search_fields = ["organization__name"]
    list_export = ["uuid", "organization.name", "source", "created_at", "finished_at", "row_count", "found_count"]
    ordering = ["-created_at", "-pk"]
    inspect_view_fields = [
        "uuid",
        "organization",
        "source",
        "requested_by",
        "api_key",
        "as_of",
        "created_at",
        "finished_at",
        "row_count",
        "found_count",
        "names_deleted_at",
    ]


class WebhookEndpointViewSet(ReadOnlyViewSet):
    model = WebhookEndpoint
    icon = "link"
    menu_label = _("Webhooks")
    name = "webhook_endpoints"
    related = ("organization",)
    list_display = [
        "url",
        Column("organization", label=_("Organization")),
        DateColumn("made_at", label=_("Made")),
        DateColumn("ended_at", label=pgettext_lazy("employer", "Ended")),
    ]
    list_filter = ["made_at", "ended_at"]
    search_fields = ["url", "organization__name"]
    list_export = ["uuid", "url", "organization.name", "made_at", "ended_at"]
    ordering = ["-made_at", "-pk"]
    inspect_view_fields = ["uuid", "url", "organization", "made_by", "made_at", "ended_by", "ended_at"]


class WebhookDeliveryViewSet(ReadOnlyViewSet):
    model = WebhookDelivery
    icon = "mail"
    menu_label = _("Webhook deliveries")
    name = "webhook_deliveries"
    related = ("endpoint",)
    list_display = [
        "uuid",
        Column("endpoint", label=_("Webhook")),
        DateColumn("created_at", label=_("Since")),
        "tries",
        "answer",
        DateColumn("delivered_at", label=_("Delivered")),
        DateColumn("given_up_at", label=_("Given up")),
    ]
    list_filter = ["created_at", "delivered_at", "given_up_at"]
    search_fields = ["endpoint__url", "answer"]
    list_export = ["uuid", "endpoint.url", "created_at", "tries", "answer", "delivered_at", "given_up_at"]
    ordering = ["-created_at", "-pk"]
    inspect_view_fields = [
        "uuid",
        "endpoint",
        "event",
        "created_at",
        "tries",
        "try_after",
        "answer",
        "delivered_at",
        "given_up_at",
        "body",
    ]


class EmployersViewSetGroup(ModelViewSetGroup):
    menu_label = _("Employers")
    menu_icon = "group"
    menu_order = 255
    items = (EmployerMemberViewSet, BulkCheckViewSet, WebhookEndpointViewSet, WebhookDeliveryViewSet)


@hooks.register("register_admin_viewset")
def register_employer_viewsets() -> EmployersViewSetGroup:
    return EmployersViewSetGroup()
