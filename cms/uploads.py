"""What editors upload through Wagtail, which checks sizes, endings and pictures; the rest of the checking is here."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from lms.errors import DomainError
from lms.uploads import require_kind, require_plain_picture


class GenuineDocumentForm(BaseDocumentForm):  # type: ignore[misc]  # Wagtail ships no types
    """A document is what its name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            try:
                require_kind(file, kinds=settings.WAGTAILDOCS_EXTENSIONS)
            except DomainError as refusal:
                raise ValidationError(str(refusal)) from refusal
        return file


class PlainPictureForm(BaseImageForm):  # type: ignore[misc]  # Wagtail ships no types
    """An SVG on the site is a picture and nothing else."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file.image.format_name == "svg":
            try:
                require_plain_picture(file.image.dom.getroot())
            except DomainError as refusal:
                raise ValidationError(str(refusal)) from refusal
        return file
