from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Status
from certification.certificates.numbers import Mistyped, NotANumber, read_number


class VerifyForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        max_length=80,
        help_text=_("As printed, such as TJIP-A-2025-PAT2-000123-7. Spaces, hyphens and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Holder’s name"),
        max_length=60,
        help_text=_("In full, as printed on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        try:
            return read_number(self.cleaned_data["number"])
        except NotANumber as error:
            message = _(
                "This is not a certificate number. It looks like TJIP-A-2025-PAT2-000123-7; copy it from the paper."
            )
            raise ValidationError(message, code="shape") from error
        except Mistyped as error:
            message = _(
                "A character of the number is wrong or two are swapped: its last character does not fit the others. Compare it with the paper."
            )
            raise ValidationError(message, code="mistyped") from error


class RegisterFilterForm(forms.Form):
    """The filter above the registrar's list."""

    q = forms.CharField(
        label=_("Number or name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number or name")}),
    )
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
