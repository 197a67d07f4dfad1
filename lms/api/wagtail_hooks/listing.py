"""The list of keys, and one of them."""

from typing import Any

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy

from lms.api.models import ApiKey
from lms.api.wagtail_hooks.making import EndKeyView, MakeKeyView
from lms.wagtail_permissions import AddOnlyPermissionPolicy
from lms.wagtail_viewsets import ReadOnlyViewSet

# A key is ended by whoever may make one.
register_permission_policy(ApiKey, AddOnlyPermissionPolicy(ApiKey))


class KeyView(InspectView):
    any_permission_required = ("view",)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if self.object.ended_at is not None or not self.request.user.has_perm("api.add_apikey"):
            return []
        return [Button(_("End the key"), url=reverse("api_keys:end", args=[self.object.pk]), icon_name="cross")]


class ApiKeyViewSet(ReadOnlyViewSet):
    model = ApiKey
    icon = "key"
    menu_label = gettext_lazy("API keys")
    menu_order = 260
    add_to_admin_menu = True
    name = "api_keys"
    inspect_view_class = KeyView
    related = ("organization",)
    list_display = [
        "prefix",
        "name",
        Column("organization", label=gettext_lazy("Organization")),
        "scopes",
        DateColumn("made_at", label=gettext_lazy("Made")),
        DateColumn("expires_at", label=gettext_lazy("Expires")),
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

    def get_index_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_index_view_kwargs(**(kwargs | {"add_item_label": gettext_lazy("Make a key")}))

    @property
    def add_view(self) -> Any:
        return self.construct_view(MakeKeyView)

    @property
    def end_view(self) -> Any:
        return self.construct_view(EndKeyView)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("end/<int:pk>/", self.end_view, name="end")]
