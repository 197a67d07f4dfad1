"""Shapes that the item bank and the papers share in Wagtail's admin: rows are shown and added to, never edited there."""

from typing import Any

from django.urls import path, reverse
from django.utils.functional import Promise, cached_property
from django.views.generic import FormView
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import Button

from certification.items.admin_access import HiddenWithoutPermission
from lms.wagtail_viewsets import ModelViewSet


class AddOnlyViewSet(ModelViewSet):
    """A list, a page for each and a form that adds."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] = []
    search_backend_name = None
    add_item_label: str | Promise

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_common_view_kwargs(**(kwargs | {"edit_url_name": None, "delete_url_name": None}))

    def get_index_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_index_view_kwargs(**(kwargs | {"add_item_label": self.add_item_label}))

    @property
    def add_view(self) -> Any:
        return self.construct_view(self.add_view_class)

    @property
    def inspect_view(self) -> Any:
        return self.construct_view(self.inspect_view_class)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no page that edits one."""


class PageView(HiddenWithoutPermission, generic.InspectView):  # type: ignore[misc]  # Wagtail ships no types
    """One row on a page of its own template, without Wagtail's buttons and list of fields."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return []

    def get_fields(self) -> list[str]:
        return []


class AdminFormView(HiddenWithoutPermission, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg, misc]  # Wagtail ships no types
    """Hands what the form reads to a service. ``parent``: name of the address, and title, of the list that it belongs to."""

    parent: tuple[str, str | Promise]
    submit_label: str | Promise
    submitting_label: str | Promise

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        address, title = self.parent
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, {"url": reverse(address), "label": title}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "action_url": self.request.path,
            "submit_button_label": self.submit_label,
            "submit_button_active_label": self.submitting_label,
        }
