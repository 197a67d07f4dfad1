"""The editor of a template: the texts, looks and pictures of the next version."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Kind
from certification.certificates.models import CertificateTemplate, TemplatePicture
from certification.certificates.pictures import read_picture
from certification.certificates.printed_words import PLACEHOLDERS
from lms.errors import DomainError

_TEXTS = ("title", "title_en", "body", "body_en")
_PICTURES = ("seal", "signature")


class TemplateForm(forms.ModelForm[CertificateTemplate]):
    """Begins with the version in force, whose pictures stay unless another is uploaded or they are removed."""

    seal_file = forms.FileField(
        label=_("Picture of the seal"),
        required=False,
        help_text=_(
            "PNG on a white or transparent ground, or SVG, at most 2 MB; a PNG is printed in one color. Without one, a seal with the issuer’s name is drawn. "
            "A picture proves nothing; the electronic signature does."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )
    removes_seal = forms.BooleanField(label=_("Remove the picture of the seal"), required=False)
    signature_file = forms.FileField(
        label=_("Picture of the signature"),
        required=False,
        help_text=_(
            "PNG on a white or transparent ground, or SVG, at most 2 MB; a PNG is printed in one color. It may be left out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )
    removes_signature = forms.BooleanField(label=_("Remove the picture of the signature"), required=False)
    begun_from = forms.IntegerField(required=False, widget=forms.HiddenInput)
    accepts_doubtful_words = forms.BooleanField(
        label=_("These words name something else, such as an office or a law; print them"), required=False
    )

    class Meta:
        model = CertificateTemplate
        fields = (
            "language",
            "layout",
            "title",
            "title_en",
            "body",
            "body_en",
            "disclaimer",
            "disclaimer_en",
            "issuer_name",
            "issuer_name_en",
            "issuer_credit_code",
            "signatory_name",
            "signatory_post",
            "signatory_post_en",
        )
        widgets = {
            "body": forms.Textarea(attrs={"rows": 3}),
            "body_en": forms.Textarea(attrs={"rows": 3}),
            "disclaimer": forms.Textarea(attrs={"rows": 3}),
            "disclaimer_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: Any, files: Any, *, kind: Kind, in_force: CertificateTemplate | None) -> None:
        initial = {name: getattr(in_force, name) for name in self.Meta.fields} if in_force else {}
        super().__init__(data, files, initial=initial, instance=CertificateTemplate(kind=kind))
        self.initial["begun_from"] = in_force.version if in_force else None
        self.in_force = in_force
        self.needs_confirmation = False
        placeholders = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS[kind])
        for name in _TEXTS:
            self.fields[name].help_text = format_lazy(_("May hold {placeholders}."), placeholders=placeholders)
        for name in _PICTURES:
            if in_force is None or getattr(in_force, name) is None:
                del self.fields[f"removes_{name}"]

    def clean_seal_file(self) -> TemplatePicture | None:
        return self._read("seal_file")

    def clean_signature_file(self) -> TemplatePicture | None:
        return self._read("signature_file")

    def begin_anew(self) -> None:
        """Its author has been told of the version in force: sent again, it follows that one."""
        self.data = {**self.data.dict(), "begun_from": self.in_force.version if self.in_force else ""}  # type: ignore[attr-defined]  # a QueryDict

    def draft(self) -> CertificateTemplate:
        """What the valid form says, not saved."""
        return self.instance

    def _read(self, name: str) -> TemplatePicture | None:
        upload = self.cleaned_data.get(name)
        if upload is None:
            return None
        try:
            return read_picture(upload)
        except DomainError as refusal:
            raise ValidationError(str(refusal)) from refusal

    def _post_clean(self) -> None:
        # Before the template is validated: whether it has a signature is a matter of its constraints.
        for name in _PICTURES:
            setattr(self.instance, name, self._picture(name))
        super()._post_clean()  # type: ignore[misc]  # Django's own, which the stubs leave out

    def _picture(self, name: str) -> TemplatePicture | None:
        uploaded: TemplatePicture | None = self.cleaned_data.get(f"{name}_file")
        if uploaded is not None:
            return uploaded
        if self.in_force is None or self.cleaned_data.get(f"removes_{name}"):
            return None
        kept: TemplatePicture | None = getattr(self.in_force, name)
        return kept
