"""Keys in Wagtail's admin: to read, filter and export. They are made on the employer's page and ended there or at the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy

from lms.api.models import ApiKey
from lms.wagtail_permissions import ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import ReadOnlyViewSet

register_permission_policy(ApiKey, ReadOnlyPermissionPolicy(ApiKey))


class ApiKeyViewSet(ReadOnlyViewSet):
    model = ApiKey
    icon = "key"
    menu_label = _("API keys")
    menu_order = 260
    add_to_admin_menu = True
    name = "api_keys"
    list_display = [
        "prefix",
        "name",
        Column("organization", label=_("Organization")),
        "scopes",
        DateColumn("made_at", label=_("Made")),
        DateColumn("expires_at", label=_("Expires")),
        "last_used_on",
        DateColumn("ended_at", label=pgettext_lazy("employer", "Ended")),
    ]
    list_filter = ["made_at", "expires_at", "last_used_on", "ended_at"]
    search_fields = ["prefix", "name", "organization__name"]
    list_export = ["prefix", "name", "organization.name", "scopes", "made_at", "expires_at", "last_used_on", "ended_at"]
    export_filename = "api-keys"
    ordering = ["-made_at", "-pk"]
    inspect_view_fields = [
        "prefix",
        "name",
        "organization",
        "scopes",
        "made_by",
        "made_at",
        "expires_at",
        "last_used_on",
        "ended_by",
        "ended_at",
    ]


@hooks.register("register_admin_viewset")
def register_api_key_viewset() -> Any:
    return ApiKeyViewSet()
