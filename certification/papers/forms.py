"""Assembling a paper, and writing a version of a blueprint."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from certification.items.enums import CognitiveLevel, ItemType
from certification.items.forms import LEVEL_CHOICES
from certification.papers.enums import MultipleScoring
from certification.papers.plan import BlueprintPlan
from certification.papers.queries import latest_blueprints
from lms.competency.models import Domain, Element


class AssembleForm(forms.Form):
    blueprint = forms.ModelChoiceField(latest_blueprints(), label=_("Blueprint"))
    code = forms.CharField(
        label=_("Code"), max_length=40, validators=[validate_slug], help_text=_("Such as PAT-L2-2025-1; never changed.")
    )
    exam_on = forms.DateField(
        label=_("Exam date"),
        widget=AdminDateInput,
        help_text=_("Only items whose legal reference is in force on this day are drawn."),
    )
    multiple_scoring = forms.ChoiceField(
        label=_("Scoring of multiple answers"), choices=MultipleScoring.choices, initial=MultipleScoring.EXACT
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_exam_on(self) -> date:
        exam_on: date = self.cleaned_data["exam_on"]
        if exam_on < self.today:
            raise forms.ValidationError(_("This day has passed. Choose the day of the exam."))
        return exam_on


class BlueprintForm(forms.Form):
    """All but the areas. A section without items is left out."""

    code = forms.CharField(label=_("Code"), max_length=30, validators=[validate_slug])
    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=120)
    title_en = forms.CharField(label=_("Title (English)"), max_length=160)
    domain = forms.ModelChoiceField(Domain.objects.order_by("code"), label=_("Domain"))
    level = forms.ChoiceField(label=_("Level"), choices=LEVEL_CHOICES)

    def __init__(self, *args: Any, plan: BlueprintPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item_type in ItemType:
            self.fields[f"{item_type}_count"] = forms.IntegerField(
                label=_("%(type)s: items") % {"type": item_type.label}, min_value=0, max_value=200, initial=0
            )
            self.fields[f"{item_type}_points"] = forms.DecimalField(
                label=_("%(type)s: points each") % {"type": item_type.label},
                min_value=0,
                max_digits=4,
                decimal_places=1,
                required=False,
            )
        if plan is not None:
            self.initial = _initial_of(plan)
            self.fields["code"].disabled = True

    @property
    def heading_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("code", "title_zh", "title_en", "domain", "level")]

    @property
    def section_fields(self) -> list[forms.BoundField]:
        """Two for each type: items, and points each."""
        return [self[f"{item_type}_{part}"] for item_type in ItemType for part in ("count", "points")]

    def sections(self) -> list[dict[str, Any]]:
        cleaned = self.cleaned_data
        return [
            {"type": item_type.value, "count": count, "points": cleaned[f"{item_type}_points"] or 0}
            for item_type in ItemType
            if (count := cleaned[f"{item_type}_count"])
        ]


class AreaForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=2)
    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=120)
    title_en = forms.CharField(label=_("Title (English)"), max_length=160)
    elements = forms.ModelMultipleChoiceField(
        Element.objects.order_by("code"), label=_("Elements"), widget=forms.SelectMultiple(attrs={"size": 6})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in CognitiveLevel:
            # Without an initial 0: a row that nobody touched is then an empty one, whether or not its fields were sent.
            self.fields[level.value] = forms.IntegerField(label=level.label, min_value=0, max_value=100, required=False)

    def area(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        counts = {level: cleaned[level] or 0 for level in CognitiveLevel.values}
        titles = {name: cleaned[name] for name in ("code", "title_zh", "title_en")}
        return titles | counts | {"elements": [element.code for element in cleaned["elements"]]}


class _AreaFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # takes no parameter at run time
    def areas(self) -> list[dict[str, Any]]:
        """Of the rows that are filled in and not marked for removal."""
        return [
            form.area() for form in self.forms if form.cleaned_data.get("code") and not form.cleaned_data.get("DELETE")
        ]


AreaFormSet = forms.formset_factory(AreaForm, formset=_AreaFormSet, extra=2, max_num=12, can_delete=True)


def _initial_of(plan: BlueprintPlan) -> dict[str, Any]:
    sections = {section.type: section for section in plan.sections}
    values: dict[str, Any] = {name: getattr(plan, name) for name in ("code", "title_zh", "title_en", "domain", "level")}
    for item_type, section in sections.items():
        values |= {f"{item_type}_count": section.count, f"{item_type}_points": section.points}
    return values


def initial_areas(plan: BlueprintPlan) -> list[dict[str, Any]]:
    return [
        {
            "code": area.code,
            "title_zh": area.title_zh,
            "title_en": area.title_en,
            "elements": sorted(area.elements),
            **dict(zip(CognitiveLevel.values, area.counts, strict=True)),
        }
        for area in plan.areas
    ]
