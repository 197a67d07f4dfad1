"""What editors upload through Wagtail, which checks sizes, endings and pictures; the rest of the checking is here."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from lms.errors import DomainError
from lms.uploads import PictureIncomplete, require_kind, require_plain_picture, require_whole_picture


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


class WholePictureField(WagtailImageField):  # type: ignore[misc]  # Wagtail ships no types
    """Wagtail looks at a picture's head; here it is unpacked to its end, once its size has been found bearable."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
            if f.image.format_name != "svg":
                require_whole_picture(f)
        except (OSError, PictureIncomplete) as broken:
            raise ValidationError(PictureIncomplete.message) from broken


class PlainPictureForm(BaseImageForm):  # type: ignore[misc]  # Wagtail ships no types
    """An SVG on the site is a picture and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail makes this field, and nowhere asks of which class.
            self.fields["file"].__class__ = WholePictureField

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file.image.format_name == "svg":
            try:
                require_plain_picture(file.image.dom.getroot())
            except DomainError as refusal:
                raise ValidationError(str(refusal)) from refusal
        return file
