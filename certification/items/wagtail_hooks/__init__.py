"""The item bank in Wagtail's admin. Nothing here writes but through the services, and nothing is ever edited in place."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from certification.items.admin_views import AddOnlyViewSet
from certification.items.models import ItemReview, ItemRevision
from certification.items.wagtail_hooks.importing import ImportCheckView, ImportTemplateView, ImportView
from certification.items.wagtail_hooks.item_page import ItemPageView, RetireView, ReviewView, SubmitView
from certification.items.wagtail_hooks.listing import ItemFilterSet, ItemIndexView, ReviewIndexView
from certification.items.wagtail_hooks.writing import CreateItemView, ReviseItemView
from lms.wagtail_permissions import NoDeletionPermissionPolicy, ReadOnlyPermissionPolicy
from lms.wagtail_viewsets import ModelViewSet

register_permission_policy(ItemRevision, NoDeletionPermissionPolicy(ItemRevision))
register_permission_policy(ItemReview, ReadOnlyPermissionPolicy(ItemReview))


class ItemRevisionViewSet(AddOnlyViewSet):
    model = ItemRevision
    name = "item-bank"
    icon = "list-ul"
    menu_label = _("Items")
    add_item_label = _("New item")
    index_view_class = ItemIndexView
    add_view_class = CreateItemView
    edit_view_class = ReviseItemView
    inspect_view_class = ItemPageView
    filterset_class = ItemFilterSet
    ordering = ("item__code", "-number")
    search_fields = ["item__code", "stem", "reference"]
    export_filename = "items"

    def get_index_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_index_view_kwargs(**(kwargs | {"page_title": _("Items")}))

    @property
    def edit_view(self) -> Any:
        return self.construct_view(self.edit_view_class)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("import/", self.construct_view(ImportView), name="import"),
            path("import/template.xlsx", self.construct_view(ImportTemplateView), name="import_template"),
            path("import/<str:digest>/", self.construct_view(ImportCheckView), name="import_check"),
            path("revise/<int:pk>/", self.edit_view, name="edit"),
            path("submit/<int:pk>/", self.construct_view(SubmitView), name="submit"),
            path("review/<int:pk>/", self.construct_view(ReviewView), name="review"),
            path("retire/<int:pk>/", self.construct_view(RetireView), name="retire"),
        ]


class ItemReviewViewSet(ModelViewSet):
    model = ItemReview
    name = "item-reviews"
    icon = "check"
    menu_label = _("Item reviews")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ReviewIndexView
    list_filter = ["verdict", "at"]
    search_fields = ["revision__item__code", "comment"]
    search_backend_name = None
    form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        nowhere = {"add_url_name": None, "edit_url_name": None, "delete_url_name": None}
        return super().get_common_view_kwargs(**(kwargs | nowhere))

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def register_admin_url_finder(self) -> None:
        """A review has no page of its own to find."""


class ItemBankGroup(ModelViewSetGroup):
    menu_label = _("Item bank")
    menu_icon = "list-ul"
    menu_order = 400
    items = (ItemRevisionViewSet, ItemReviewViewSet)


@hooks.register("register_admin_viewset")
def register_item_bank() -> ItemBankGroup:
    return ItemBankGroup()
