"""Blueprints and papers in Wagtail's admin: shown whole, added to, never edited."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.papers.models import Blueprint, Paper
from certification.papers.wagtail_hooks.blueprints import (
    BlueprintIndexView,
    BlueprintPageView,
    CreateBlueprintView,
    NewVersionView,
)
from certification.papers.wagtail_hooks.papers import AssembleView, PaperIndexView, PaperPageView
from lms.accounts.wagtail_permissions import NoDeletionPermissionPolicy

register_permission_policy(Blueprint, NoDeletionPermissionPolicy(Blueprint))
register_permission_policy(Paper, NoDeletionPermissionPolicy(Paper))


class _FrozenViewSet(ModelViewSet):
    """A list, a page for each and a form that adds."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] = []
    search_backend_name = None

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_common_view_kwargs(**(kwargs | {"edit_url_name": None, "delete_url_name": None}))

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


class BlueprintViewSet(_FrozenViewSet):
    model = Blueprint
    name = "blueprints"
    icon = "table"
    menu_label = _("Blueprints")
    index_view_class = BlueprintIndexView
    add_view_class = CreateBlueprintView
    inspect_view_class = BlueprintPageView
    ordering = ("code", "-version")
    list_filter = ["domain", "level"]
    search_fields = ["code", "title_zh", "title_en"]

    def get_index_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_index_view_kwargs(**(kwargs | {"add_item_label": _("New blueprint")}))

    def get_urlpatterns(self) -> list[Any]:
        version = path("version/<int:pk>/", self.construct_view(NewVersionView), name="version")
        return [*super().get_urlpatterns(), version]


class PaperViewSet(_FrozenViewSet):
    model = Paper
    name = "papers"
    icon = "doc-full"
    menu_label = _("Papers")
    index_view_class = PaperIndexView
    add_view_class = AssembleView
    inspect_view_class = PaperPageView
    ordering = "-frozen_at"
    list_filter = ["blueprint", "exam_on"]
    search_fields = ["code"]

    def get_index_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_index_view_kwargs(**(kwargs | {"add_item_label": _("Assemble a paper")}))


class PaperGroup(ModelViewSetGroup):
    menu_label = _("Papers")
    menu_icon = "doc-full"
    menu_order = 410
    items = (PaperViewSet, BlueprintViewSet)


@hooks.register("register_admin_viewset")
def register_papers() -> PaperGroup:
    return PaperGroup()
