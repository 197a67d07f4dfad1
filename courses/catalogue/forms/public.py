"""The filter bar of the catalogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import Mode, RunPhase
from lms.competency.enums import Level
from lms.competency.models import Domain, IndustryChain


class CourseFilterForm(forms.Form):
    """Comes with the address, so a bad value filters nothing and is said; it never breaks the page."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    domain = forms.ChoiceField(label=_("Domain"), required=False)
    chain = forms.ChoiceField(label=_("Industry chain"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    mode = forms.ChoiceField(label=_("Mode"), required=False)
    phase = forms.ChoiceField(label=_("Enrollment"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = [(domain.code, domain.name) for domain in Domain.objects.order_by("code")]
        chains = [(chain.code, chain.name) for chain in IndustryChain.objects.order_by("code")]
        levels = [(level.value, f"{level.value} {level.label}") for level in Level]
        self._offer("domain", _("All domains"), domains)
        self._offer("chain", _("All industry chains"), chains)
        self._offer("level", _("All levels"), levels)
        self._offer("mode", _("All modes"), Mode.choices)
        self._offer("phase", _("Any time"), RunPhase.choices)

    def criteria(self) -> dict[str, str]:
        """For ``search_courses``: what was asked for and understood."""
        self.is_valid()
        cleaned = {name: value for name, value in self.cleaned_data.items() if value}
        text = cleaned.pop("q", "")
        return {"text": text, **cleaned} if text else cleaned

    def _offer(self, name: str, nothing: Any, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", nothing), *choices]
