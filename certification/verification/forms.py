from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.certificates.numbers import Mistyped, NotANumber
from certification.certificates.paper.numbers import read_any_number
from certification.verification.file_checks import NothingPresented
from certification.verification.findings import MESSAGES, Finding


class PuzzleForm(forms.Form):
    """What every look-up by name may be asked to bring; shown where a puzzle is set."""

    puzzle = forms.CharField(max_length=600, required=False, widget=forms.HiddenInput)
    solution = forms.CharField(
        label=_("The digits of the picture, or the answer to the question"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class VerifyForm(PuzzleForm):
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
    field_order = ("number", "name", "solution")

    def clean_number(self) -> str:
        try:
            return read_any_number(self.cleaned_data["number"])
        except NotANumber as error:
            raise ValidationError(str(MESSAGES[Finding.NOT_A_NUMBER]), code="shape") from error
        except Mistyped as error:
            raise ValidationError(str(MESSAGES[Finding.MISTYPED]), code="mistyped") from error


class NameForm(PuzzleForm):
    """On the page that the QR code opens, which shows the name in part."""

    name = forms.CharField(
        label=_("Holder’s name"),
        max_length=60,
        help_text=_("In full, as printed on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("name", "solution")


class FileForm(forms.Form):
    """One place for whatever the holder handed over; what it is, its content says."""

    file = forms.FileField(
        label=_("PDF, picture or credential"),
        required=False,
        help_text=_(
            "The file just as the holder received it, up to 5 MB. It is read, answered and forgotten: nothing is kept."
        ),
    )
    text = forms.CharField(
        label=_("Or paste a credential"),
        max_length=200_000,
        required=False,
        strip=False,
        help_text=_("The whole text, from the first brace to the last."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("file") and not (values.get("text") or "").strip() and not self.errors:
            raise ValidationError(str(NothingPresented.message), code="empty")
        return values

    def content(self) -> bytes:
        """Of a valid form; one byte more than is taken tells that there is too much."""
        upload = self.cleaned_data.get("file")
        return bytes(upload.read()) if upload else str(self.cleaned_data["text"]).encode()


class AgainForm(forms.Form):
    """Another question about the certificate of a result page."""

    inquiry = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    on = forms.DateField(
        label=_("What was it worth on"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )


class ReceiptForm(AgainForm):
    form = forms.ChoiceField(choices=[("pdf", "PDF"), ("json", "JSON")])
