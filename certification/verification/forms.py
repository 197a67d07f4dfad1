from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
