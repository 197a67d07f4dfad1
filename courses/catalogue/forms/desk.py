"""What the association is asked before a run is called off."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Goes to everyone who has a seat or waits for one."),
    )
