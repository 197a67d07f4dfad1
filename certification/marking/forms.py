"""What markers and exam officers type."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.marking.enums import Outcome, ResultState
from certification.marking.models import MarkingAssignment
from certification.marking.queries import ResultFilter, sittings_with_results

_COMMENT_LENGTH = 2000


class HalfPointsField(forms.DecimalField):
    default_error_messages = {"half": _("Give points in steps of a half.")}

    def validate(self, value: Decimal) -> None:
        super().validate(value)
        # An empty optional field comes here too.
        if value and value * 2 != int(value * 2):
            raise forms.ValidationError(self.error_messages["half"], code="half")


class MarkForm(forms.Form):
    """One field per criterion of the rubric, then a comment."""

    def __init__(self, *args: Any, assignment: MarkingAssignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric: Sequence[dict[str, Any]] = assignment.paper_item.revision.rubric
        for place, row in enumerate(self.rubric):
            maximum = Decimal(str(row["points"]))
            self.fields[f"criterion_{place}"] = HalfPointsField(
                label=row["criterion"],
                min_value=Decimal(0),
                max_value=maximum,
                step_size=None,
                help_text=_("0 to %(maximum)s points") % {"maximum": f"{maximum.normalize():f}"},
                widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal", "autocomplete": "off"}),
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment for the association"),
            required=False,
            max_length=_COMMENT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Never shown to the candidate or to other markers."),
        )

    @property
    def criteria(self) -> list[Decimal]:
        return [self.cleaned_data[f"criterion_{place}"] for place in range(len(self.rubric))]


class ResultFilterForm(forms.Form):
    sitting = forms.ChoiceField(label=_("Sitting"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_value = [("", _("All"))]
        sittings = [
            (sitting.code, f"{sitting.code} · {sitting.assessment.title}") for sitting in sittings_with_results()
        ]
        for name, choices in (("sitting", sittings), ("state", ResultState.choices), ("outcome", Outcome.choices)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*any_value, *choices]

    @property
    def chosen(self) -> ResultFilter:
        """A value that is no choice is no filter."""
        cleaned = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        return ResultFilter(**{name: cleaned.get(name, "") for name in ("sitting", "outcome", "state")})


class ReleaseForm(forms.Form):
    """The results a batch names; what is no number names nothing."""

    result = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["result"]
        if isinstance(field, forms.TypedMultipleChoiceField) and self.data:
            sent: list[str] = self.data.getlist("result")  # type: ignore[attr-defined]  # a QueryDict
            field.choices = [
                (value, value) for value in sent if value.isascii() and value.isdigit() and len(value) < 19
            ]
