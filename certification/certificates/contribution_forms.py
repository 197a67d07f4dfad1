"""Whose certificate of hours; and recording what a lecturer or a volunteer did: first who, then what."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.certificates.models import Contribution
from courses.catalogue.models import CourseSession
from lms.accounts.models import Practitioner

# Of a ledger; other figures are typing errors.
FIRST_YEAR, LAST_YEAR = 2000, 2999


class HolderForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the lecturer’s or volunteer’s account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.practitioner = Practitioner.objects.filter(user__email__iexact=email).first()
        if self.practitioner is None:
            raise ValidationError(
                _("No practitioner has an account with this address. Ask the person which address they registered.")
            )
        return email


class HoursForm(HolderForm):
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    field_order = ("email", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address of the person’s account")


class ContributionForm(forms.ModelForm[Contribution]):
    class Meta:
        model = Contribution
        fields = (
            "role",
            "sessions",
            "subject",
            "subject_en",
            "domain",
            "began_on",
            "ended_on",
            "hours",
            "evidence",
        )
        widgets = {
            "role": forms.RadioSelect,
            "sessions": forms.CheckboxSelectMultiple,
            "began_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ended_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, sessions: Iterable[CourseSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sessions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - tells the types
        found = list(sessions)
        field.queryset = CourseSession.objects.filter(pk__in=[session.pk for session in found])
        field.choices = [(session.pk, f"{session.starts_at:%Y-%m-%d} {session.title}") for session in found]
        field.help_text = _("For a lecturer: delivered sessions whose program names the person as a speaker.")
        self.fields["role"].choices = Contribution._meta.get_field("role").choices  # type: ignore[attr-defined]  # a choice field's
