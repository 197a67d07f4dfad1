"""What a key is to be: asked of employers on their page, of the association's staff in the administration."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Organization
from lms.api.enums import Scope

_LIVES = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class KeyForm(forms.Form):
    """Carries a name of its own, so that the same form sent twice makes one key."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("Such as: personnel system."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.VERIFY]
    )
    days = forms.TypedChoiceField(label=_("How long it lasts"), choices=_LIVES, coerce=int, initial=90)

    @property
    def life(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])

    @property
    def wanted(self) -> dict[str, Any]:
        """Of a valid form, what ``make_key`` is told."""
        return {
            "name": self.cleaned_data["name"],
            "scopes": [Scope(scope) for scope in self.cleaned_data["scopes"]],
            "form_id": self.cleaned_data["form_id"],
        }


class StaffKeyForm(KeyForm):
    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.order_by("name", "pk"),
        help_text=_(
            "Who checks with it: holders are told this name. For the association’s own systems, the association itself."
        ),
    )
    field_order = ("organization",)

    @property
    def wanted(self) -> dict[str, Any]:
        return super().wanted | {"organization": self.cleaned_data["organization"]}
