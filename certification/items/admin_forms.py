"""A form in Wagtail's admin that hands what it reads to a service."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from certification.items.admin_access import HiddenWithoutPermission


class AdminFormView(HiddenWithoutPermission, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg, misc]  # Wagtail ships no types
    """``parent``: name of the address, and title, of the list that it belongs to."""

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
