"""Shapes of Wagtail's admin that the areas share."""

from typing import Any

from django import forms
from django.template.defaultfilters import yesno
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from lms.errors import DomainError


class ReadOnlyViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Rows to look at, filter and export; goes with ``ReadOnlyPermissionPolicy``, which keeps the forms shut."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []


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
