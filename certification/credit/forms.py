"""What people enter about a record."""

from collections.abc import Iterator

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.credit.enums import RecordState, Severity
from certification.credit.rules import AUTOMATIC_CODES
from certification.credit.scoring import CreditRules
from lms.languages import pick_language

_Choices = list[tuple[str, str | Promise | list[tuple[str, str]]]]


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Name, fact, document number or item"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *RecordState.choices])
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=[("", _("All severities")), *Severity.choices]
    )


class ProposalForm(forms.Form):
    item = forms.ChoiceField(label=_("Credit item"))
    fact_key = forms.CharField(
        label=_("Fact"),
        max_length=80,
        help_text=_(
            "A short name of the fact, such as the number of the notice. The same fact scores once, under the item with the most points."
        ),
    )
    occurred_on = forms.DateField(label=_("Happened on"), widget=forms.DateInput(attrs={"type": "date"}))
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "A decision, a judgment, a record. A mere complaint, a suspicion or an open case is never recorded."
        ),
    )
    document_number = forms.CharField(label=_("Document number"), max_length=80, required=False)
    publication_months = forms.IntegerField(
        label=_("Public for, months"),
        required=False,
        min_value=1,
        max_value=36,
        help_text=_(
            "Ordinary 3–12, severe 12–36; empty takes the longest. Minor records and bonuses are never public."
        ),
    )
    source_public_until = forms.DateField(
        label=_("Source public until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Where an authority publishes the matter: the day on which it takes it down."),
    )

    def __init__(self, *args: object, rules: CreditRules, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the declaration says
        field.choices = [("", _("Choose an item")), *_item_choices(rules)]

    def clean_item(self) -> tuple[str, str]:
        code, _colon, variant = self.cleaned_data["item"].partition(":")
        return code, variant


def _item_choices(rules: CreditRules) -> Iterator[tuple[str | Promise, list[tuple[str, str]]]]:
    items = [item for item in rules.items.values() if item.code not in AUTOMATIC_CODES]
    groups = [(_("Deductions"), [item for item in items if item.points < 0])]
    groups.append((_("Bonuses"), [item for item in items if item.points > 0]))
    for label, group in groups:
        yield (
            label,
            [
                (item.key, f"{item.code} {pick_language(item.title_zh, item.title_en)} ({item.points:+d})")
                for item in group
            ],
        )


class MoveForm(forms.Form):
    """Nothing to enter: pressing the button is the deed."""


class HearingForm(MoveForm):
    statement = forms.CharField(
        label=_("Statement of the person"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Empty only where the period is over and no statement came."),
    )


class OwnStatementForm(forms.Form):
    statement = forms.CharField(
        label=_("Your position"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "State facts and reasons. It is kept with the record and read by those who decide; it can be sent once."
        ),
    )


class DecisionForm(MoveForm):
    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("agree", _("The record is justified")),
            ("disagree", _("The record is not justified; the matter ends")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class ServiceForm(MoveForm):
    reason = forms.CharField(label=_("How it was served"), max_length=400)


class EffectForm(MoveForm):
    waived = forms.BooleanField(label=_("The person waived the waiting period in writing"), required=False)
    confirmed = forms.BooleanField(
        label=_(
            "I have checked this record and want it to take effect, also where it brings the person down to C or D"
        ),
        required=False,
    )
    reason = forms.CharField(label=_("Note"), required=False, max_length=400)


class RevocationForm(MoveForm):
    reason = forms.CharField(
        label=_("Reason for taking it back"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
