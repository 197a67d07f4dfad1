from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.employers.models import EmployerMember


class ApplicationForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes its argument in the stubs only
    class Meta:
        model = EmployerMember
        fields = ["organization_name", "credit_code", "position", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "purpose": _("In a sentence, such as: we check the certificates of applicants before hiring."),
            "credit_code": _("18 digits and capitals, as on the business license."),
        }

    def clean_credit_code(self) -> str:
        return str(self.cleaned_data["credit_code"]).strip().upper()


class _OnceForm(forms.Form):
    """Carries a name of its own, so that the same form sent twice does its deed once."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class UploadForm(_OnceForm):
    file = forms.FileField(
        label=_("List of certificates"),
        help_text=_("CSV or XLSX with the columns number and name, up to 500 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class EndpointForm(_OnceForm):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https:// and is reached from the internet."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept, and told to the person."),
    )
