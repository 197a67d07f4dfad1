"""What an editor puts a page together from. Every block's look is a template of the same name under ``cms/blocks``."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.forms.choosers import URLOrAbsolutePathField
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

_TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "hr", "link", "document-link", "image", "blockquote"]
_SHORT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class AddressBlock(blocks.FieldBlock):
    """Another site's address, or a path of this one (``/courses/``)."""

    def __init__(self, required: bool = True, help_text: str | Promise = "", **options: Any) -> None:  # noqa: FBT001, FBT002 - Wagtail's own form
        self.field = URLOrAbsolutePathField(required=required, help_text=help_text)
        super().__init__(**options)


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(**({"features": _TEXT_FEATURES} | options))

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "cms/blocks/text.html"


class ChapterBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)

    class Meta:
        icon = "list-ol"


class OutlineBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    chapters = blocks.ListBlock(ChapterBlock(), label=_("Chapters"))

    class Meta:
        label = _("Outline")
        icon = "list-ol"
        template = "cms/blocks/outline.html"


class SpeakerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=60)
    title = blocks.CharBlock(label=_("Title"), max_length=100, required=False)
    text = blocks.TextBlock(label=_("About the person"), required=False, rows=2)

    class Meta:
        icon = "user"


class SpeakersBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    speakers = blocks.ListBlock(SpeakerBlock(), label=_("Speakers"))

    class Meta:
        label = _("Speakers")
        icon = "group"
        template = "cms/blocks/speakers.html"


class MaterialBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    document = DocumentChooserBlock(label=_("Document"))

    class Meta:
        icon = "doc-full"


class MaterialsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    files = blocks.ListBlock(MaterialBlock(), label=_("Files"))

    class Meta:
        label = _("Materials")
        icon = "doc-full"
        template = "cms/blocks/materials.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=pgettext_lazy("FAQ", "Question"), max_length=160)
    answer = blocks.RichTextBlock(label=pgettext_lazy("FAQ", "Answer"), features=_SHORT_FEATURES)

    class Meta:
        icon = "help"


class QuestionsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=pgettext_lazy("FAQ", "Questions"))

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = "cms/blocks/questions.html"


class VideoBlock(blocks.StructBlock):
    """The association's own recording plays on the page; one on another site is a link, for no other site's player is loaded."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    recording = DocumentChooserBlock(label=_("Recording"), required=False, help_text=_("An MP4 or WebM file."))
    captions = DocumentChooserBlock(label=_("Captions"), required=False, help_text=_("A WebVTT file."))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    link = blocks.URLBlock(label=_("Or its address elsewhere"), required=False)

    class Meta:
        label = _("Video")
        icon = "media"
        template = "cms/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("recording")) == bool(cleaned.get("link")):
            message = _("Give either a recording of your own or an address elsewhere.")
            raise blocks.StructBlockValidationError(block_errors={"recording": ValidationError(message)})
        return cleaned


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[
            ("info", pgettext_lazy("callout", "Note")),
            ("warning", _("Mind this")),
            ("success", _("Good to know")),
        ],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=_SHORT_FEATURES)

    class Meta:
        label = _("Callout")
        icon = "warning"
        template = "cms/blocks/callout.html"


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=60)
    text = blocks.CharBlock(label=_("Text"), max_length=160, required=False)
    address = AddressBlock(label=_("Address"), help_text=_("A path of this site such as /courses/, or a full address."))

    class Meta:
        icon = "link"


class LinksBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        label = _("Links as cards")
        icon = "link"
        template = "cms/blocks/links.html"


class FeatureBlock(blocks.StructBlock):
    """A part of the home page: what it is about beside what one can do."""

    eyebrow = blocks.CharBlock(label=_("Line above"), max_length=40, required=False)
    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=_SHORT_FEATURES)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        label = _("Feature")
        icon = "pick"
        template = "cms/blocks/feature.html"


class PageBlocks(blocks.StreamBlock):
    text = TextBlock()
    callout = CalloutBlock()
    questions = QuestionsBlock()
    links = LinksBlock()
    materials = MaterialsBlock()
    video = VideoBlock()


class CourseBlocks(blocks.StreamBlock):
    text = TextBlock()
    outline = OutlineBlock()
    speakers = SpeakersBlock()
    materials = MaterialsBlock()
    questions = QuestionsBlock()
    video = VideoBlock()
    callout = CalloutBlock()


class HomeBlocks(blocks.StreamBlock):
    feature = FeatureBlock()
    callout = CalloutBlock()
