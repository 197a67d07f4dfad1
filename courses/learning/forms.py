"""The filter bar of the desk's list of runs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import RunPhase, RunState


class RunFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Course or run"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", _("Any")), *RunPhase.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *RunState.choices])

    def criteria(self) -> dict[str, str]:
        """For ``desk_runs``: what was asked for and understood."""
        self.is_valid()
        return {
            "text": self.cleaned_data.get("q", ""),
            "phase": self.cleaned_data.get("phase", ""),
            "state": self.cleaned_data.get("state", ""),
        }
