from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Kind, RevocationCategory, RevocationDecision, SharedName, Status
from certification.certificates.services.sharing import FilesBearTheName

# Digits of a primary key.
_LONGEST_KEY = 19
_LARGEST_KEY = 2**63 - 1


class RegisterFilterForm(forms.Form):
    """The filter above the registrar's list."""

    q = forms.CharField(
        label=_("Number or name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number or name")}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *Status.choices])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept with the certificate and told to the holder; never shown to the public."),
    )


class ReissueForm(ReasonForm):
    name = forms.CharField(
        label=_("Name on the new issue"), max_length=60, help_text=_("Correct it here if it was printed wrong.")
    )
    field_order = ("name", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"


class ProposeRevocationForm(forms.Form):
    category = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose one")), *RevocationCategory.choices],
        help_text=_("Told to the holder in these words, if the revocation is confirmed; never shown to the public."),
    )
    note = forms.CharField(
        label=_("Private note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, and what was done to clear it up. For registrars and auditors only."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=160,
        help_text=_("Name the document and where it is kept, such as “Invigilation report 2025-14, file room”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DecideRevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for your decision"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the proposal; neither the holder nor the public reads it."),
    )
    decision = forms.ChoiceField(choices=RevocationDecision.choices, widget=forms.HiddenInput)


class BatchKindForm(forms.Form):
    """Which certificates a batch is to hold."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (Kind.COMPETENCY, Kind.COURSE, Kind.HOURS)],
    )
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=2000, max_value=2999, help_text=_("For certificates of hours.")
    )
    occasion = forms.IntegerField(label=_("Course run or sitting"), required=False, min_value=1, max_value=_LARGEST_KEY)


class _Sources(forms.TypedMultipleChoiceField):
    """Primary keys; whether they are there is the service's to say."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isascii() and str(value).isdigit() and len(str(value)) < _LONGEST_KEY


class BatchForm(BatchKindForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    chosen = _Sources(coerce=int, required=False)


class PaperFileForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("The filled-in template, as .xlsx, at most 2,000 certificates."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class DeclineRenewalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The holder reads it."),
    )


class ShareForm(forms.Form):
    """What a holder shows of one certificate."""

    name_shown = forms.ChoiceField(
        label=_("Your name"), choices=SharedName.choices, initial=SharedName.FULL, widget=forms.RadioSelect
    )
    offers_pdf = forms.BooleanField(label=_("Let visitors download the PDF"), required=False)
    offers_badge = forms.BooleanField(
        label=_("Let visitors download the badge and the credential"),
        required=False,
        help_text=_("For wallets and for employers who check by machine."),
    )
    is_indexed = forms.BooleanField(
        label=_("Let search engines list the page"),
        required=False,
        help_text=_(
            "Without this they are asked not to. What they have taken up stays with them for a while after you close the page."
        ),
    )

    def clean(self) -> None:
        super().clean()
        chosen = self.cleaned_data
        if chosen.get("name_shown") == SharedName.FAMILY and (chosen["offers_pdf"] or chosen["offers_badge"]):
            self.add_error("name_shown", str(FilesBearTheName.message))
