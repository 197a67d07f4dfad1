"""Blueprints and papers in Wagtail's admin: shown whole, added to, never edited."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.items.admin_views import AddOnlyViewSet
from certification.papers.models import Blueprint, Paper
from certification.papers.wagtail_hooks.blueprints import (
    BlueprintIndexView,
    BlueprintPageView,
    CreateBlueprintView,
    NewVersionView,
)
from certification.papers.wagtail_hooks.papers import AssembleView, PaperIndexView, PaperPageView
from lms.wagtail_permissions import NoDeletionPermissionPolicy

register_permission_policy(Blueprint, NoDeletionPermissionPolicy(Blueprint))
register_permission_policy(Paper, NoDeletionPermissionPolicy(Paper))


class BlueprintViewSet(AddOnlyViewSet):
    model = Blueprint
    name = "blueprints"
    icon = "table"
    menu_label = _("Blueprints")
    add_item_label = _("New blueprint")
    index_view_class = BlueprintIndexView
    add_view_class = CreateBlueprintView
    inspect_view_class = BlueprintPageView
    ordering = ("code", "-version")
    list_filter = ["domain", "level"]
    search_fields = ["code", "title_zh", "title_en"]

    def get_urlpatterns(self) -> list[Any]:
        version = path("version/<int:pk>/", self.construct_view(NewVersionView), name="version")
        return [*super().get_urlpatterns(), version]


class PaperViewSet(AddOnlyViewSet):
    model = Paper
    name = "papers"
    icon = "doc-full"
    menu_label = _("Papers")
    add_item_label = _("Assemble a paper")
    index_view_class = PaperIndexView
    add_view_class = AssembleView
    inspect_view_class = PaperPageView
    ordering = "-frozen_at"
    list_filter = ["blueprint", "exam_on"]
    search_fields = ["code"]


class PaperGroup(ModelViewSetGroup):
    menu_label = _("Papers")
    menu_icon = "doc-full"
    menu_order = 410
    items = (PaperViewSet, BlueprintViewSet)


@hooks.register("register_admin_viewset")
def register_papers() -> PaperGroup:
    return PaperGroup()
