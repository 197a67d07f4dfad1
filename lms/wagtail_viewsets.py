"""Shapes of Wagtail's admin that the areas share."""

from datetime import datetime
from typing import Any

from django import forms
from django.template.defaultfilters import yesno
from django.utils import timezone
from django.utils.encoding import is_protected_type
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets import model

from lms.errors import DomainError
from lms.exports import plain_text


class OurExport:
    """A list that leaves in the association's time, where Wagtail's own leaves in UTC, and as CSV without formulas."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if isinstance(value, datetime):
            value = timezone.make_naive(value)
        ready = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]  # mixed into Wagtail's lists
        # Numbers, days and what is not there are no text, and what they begin with makes no formula.
        if export_format != generic.IndexView.FORMAT_CSV or is_protected_type(ready):
            return ready
        return plain_text(str(ready))


class IndexView(OurExport, generic.IndexView):  # type: ignore[misc]  # Wagtail ships no types
    pass


class ModelViewSet(model.ModelViewSet):  # type: ignore[misc]  # as above
    index_view_class = IndexView


class RelatedIndexView(IndexView):
    """A list that names rows of other tables, and asks for them once."""

    related: tuple[str, ...] = ()

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows.select_related(*self.related) if self.related else rows


class ReadOnlyViewSet(ModelViewSet):
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
