"""Shapes of Wagtail's admin that the areas share."""

from wagtail.admin.viewsets.model import ModelViewSet


class ReadOnlyViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Rows to look at, filter and export; goes with ``ReadOnlyPermissionPolicy``, which keeps the forms shut."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
