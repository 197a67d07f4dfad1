"""Shapes of Wagtail's admin that the areas share."""

from typing import Any

from django import forms
from django.template.defaultfilters import yesno
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from lms.errors import DomainError


class RelatedIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """A list that names rows of other tables, and asks for them once."""

    related: tuple[str, ...] = ()

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows.select_related(*self.related) if self.related else rows


class ReadOnlyViewSet(ModelViewSet):  # type: ignore[misc]  # as above
    """Rows to look at, filter and export; goes with ``ReadOnlyPermissionPolicy``, which keeps the forms shut.

    ``related``: what the columns name of other tables.
    """

    index_view_class = RelatedIndexView
    related: tuple[str, ...] = ()

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []

    def get_index_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_index_view_kwargs(**(kwargs | {"related": self.related}))


class RefusalsOnTheForm:
    """A service's refusal is shown above the form."""

    def form_valid(self, form: "forms.ModelForm[Any]") -> Any:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # mixed into Wagtail's views
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)  # type: ignore[attr-defined]  # as above


class YesNoColumn(Column):  # type: ignore[misc]  # as above
    """In the reader's words, which are Django's; Wagtail's own column names its icons True and False in every language."""

    def get_value(self, instance: Any) -> str:
        return str(yesno(bool(super().get_value(instance))))
