"""What people say about themselves, and what registrars decide about licenses."""

from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import ConsentKind, IdType
from lms.accounts.models import Organization, Practitioner
from lms.accounts.person_names import compose_accents, unfit_characters
from lms.competency.models import Domain, IndustryChain
from lms.pdf.fonts import missing_glyphs

_PHONE = RegexValidator(r"^\+?[0-9][0-9 ()-]{4,18}$", _("Write the number with digits, spaces and hyphens only."))
_UNDRAWABLE = _(
    "A certificate cannot show %(characters)s: no font of ours has it. See whether your keyboard gives another character that looks like it. "
    "If the document has exactly this one, write the name in pinyin or with a common variant for now, and tell the association."
)
_UNFIT = _(
    "A name does not hold %(characters)s. Such a sign may have come along with a copied text, unseen: delete the whole name, and type it anew."
)
_LICENSE = RegexValidator(r"^[0-9A-Za-z.-]+$", _("A license number has digits, letters, points and hyphens only."))


class DetailsForm(forms.Form):
    """What a practitioner may change at any time."""

    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=20,
        validators=[_PHONE],
        help_text=_("For changes at short notice. It is never published."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    employer = forms.ModelChoiceField(
        label=_("Employer"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("None, or not in this list"),
        help_text=_("If your organization is missing, ask the association to add it."),
    )
    license_number = forms.CharField(
        label=_("Patent agent license number"),
        required=False,
        max_length=30,
        validators=[_LICENSE],
        help_text=_(
            "The association compares it with the official register. Changing it means that it is compared again."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    domains = forms.ModelMultipleChoiceField(
        label=_("Lines of business"),
        queryset=Domain.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    industry_chains = forms.ModelMultipleChoiceField(
        label=_("Industry chains that you know"),
        queryset=IndustryChain.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In order, and read when the form is shown, not when this file is.
        for name, queryset in {
            "employer": Organization.objects.order_by("name", "pk"),
            "domains": Domain.objects.order_by("code"),
            "industry_chains": IndustryChain.objects.order_by("code"),
        }.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = queryset

    @classmethod
    def of(cls, practitioner: Practitioner) -> "DetailsForm":
        return cls(
            initial={
                "phone": practitioner.phone,
                "employer": practitioner.employer_id,
                "license_number": practitioner.license_number,
                "domains": practitioner.domains.all(),
                "industry_chains": practitioner.industry_chains.all(),
            }
        )


class IdentityForm(forms.Form):
    """Who a person is, as on the document."""

    name = forms.CharField(
        label=_("Real name"),
        max_length=60,
        help_text=_("As on the document: certificates carry it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_type = forms.ChoiceField(label=_("Identity document"), choices=IdType.choices)
    id_number = forms.CharField(
        label=_("Number of the identity document"),
        max_length=30,
        help_text=_("Stored encrypted. A certificate shows its last four characters only."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_on = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Accounts are for adults of 18 and more."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )

    def clean_name(self) -> str:
        """Said now, to who has the document at hand, and not when the certificate is due."""
        name = compose_accents(self.cleaned_data["name"])
        if unfit := unfit_characters(name):
            raise forms.ValidationError(_UNFIT, code="unfit", params={"characters": _codes(unfit)})
        if missing := missing_glyphs(name):
            characters = "、".join(f"{character} ({_codes([character])})" for character in missing)
            raise forms.ValidationError(_UNDRAWABLE, code="undrawable", params={"characters": characters})
        return name

    def clean_id_type(self) -> IdType:
        return IdType(self.cleaned_data["id_type"])


class RegistrationForm(IdentityForm, DetailsForm):
    """Who the person is, once; after that only the association corrects it."""

    field_order = ["name", "id_type", "id_number", "birth_on"]


class CorrectionForm(IdentityForm):
    """What the registrar copies from the document that the person has sent."""

    id_number = forms.CharField(
        label=_("Number of the identity document"),
        required=False,
        max_length=30,
        help_text=_("Leave it empty if the stored number is right."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_(
            "What was wrong, and which document you saw. It is kept in the audit trail, and the person reads it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The browser would offer the registrar's own name and birthday.
        for name in ("name", "birth_on"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class ConsentForm(forms.Form):
    kind = forms.ChoiceField(choices=ConsentKind.choices)
    deed = forms.ChoiceField(choices=[("give", "give"), ("withdraw", "withdraw")])

    def clean_kind(self) -> ConsentKind:
        return ConsentKind(self.cleaned_data["kind"])


class SeenLicenseForm(forms.Form):
    """The number that stood on the registrar's screen, so that another one is not verified by mistake."""

    license_number = forms.CharField(max_length=30, widget=forms.HiddenInput)


class RefusalForm(SeenLicenseForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The person reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _codes(characters: list[str]) -> str:
    """By their codes: they may be unseen, or turn the sentence round."""
    return "、".join(f"U+{ord(character):04X}" for character in characters)
