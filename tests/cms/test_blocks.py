"""Every block shows what it holds, and nothing that the strict policy bars."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override
from PIL import Image as Picture
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.blocks import AddressBlock, CourseBlocks, HomeBlocks, PageBlocks, VideoBlock

# Wagtail leaves the file of a picture it has made smaller to the garbage collector.
leaks = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
LINK = {"label": "目录", "text": "全部", "address": "/courses/"}


def render(stream: Any, kind: str, value: Any) -> str:
    with override("en"):
        return str(stream.to_python([{"type": kind, "value": value}]).render_as_block())


@pytest.fixture
def document(db: None) -> Document:
    return Document.objects.create(title="讲义", file=ContentFile(b"a lecture", name="lecture.mp4"), file_size=9)


@pytest.fixture
def image(db: None) -> Image:
    drawn = BytesIO()
    Picture.new("RGB", (64, 36), "navy").save(drawn, "PNG")
    return Image.objects.create(title="海报", file=ContentFile(drawn.getvalue(), name="poster.png"))


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("text", "<p>正文</p>", "正文"),
        ("outline", {"chapters": [{"title": "第一章", "text": "要点"}]}, "第一章"),
        ("speakers", {"speakers": [{"name": "方拟真", "title": "讲师", "text": "介绍"}]}, "方拟真"),
        ("questions", {"questions": [{"question": "为什么？", "answer": "<p>因为</p>"}]}, "为什么？"),
        ("callout", {"tone": "warning", "title": "注意", "text": "<p>提醒</p>"}, "message-warning"),
        ("callout", {"tone": "success", "title": "", "text": "<p>提醒</p>"}, "message-success"),
        ("video", {"title": "录像", "link": "https://video.example/1"}, "Watch on another site"),
    ],
)
def test_course_block_shows_its_content(kind: str, value: Any, shown: str) -> None:
    html = render(CourseBlocks(), kind, value)

    assert shown in html
    assert "style=" not in html
    assert "<script" not in html


def test_links_lead_somewhere() -> None:
    assert 'href="/courses/"' in render(PageBlocks(), "links", {"heading": "入口", "links": [LINK]})
    feature = {"heading": "核验", "text": "<p>说明</p>", "links": [LINK]}
    assert 'href="/courses/"' in render(HomeBlocks(), "feature", feature)


def test_materials_name_kind_and_size(document: Document) -> None:
    html = render(CourseBlocks(), "materials", {"files": [{"title": "", "document": document.pk}]})

    assert "讲义" in html
    assert "MP4 · 9\xa0bytes" in html


@leaks
def test_own_recording_plays_with_still_and_captions(document: Document, image: Image) -> None:
    value = {"title": "录像", "recording": document.pk, "captions": document.pk, "poster": image.pk}

    html = render(CourseBlocks(), "video", value)

    assert '<video controls preload="metadata"' in html
    assert "poster=" in html
    assert "<track" in html


@leaks
def test_recording_elsewhere_is_a_picture_that_links(image: Image) -> None:
    html = render(CourseBlocks(), "video", {"title": "录像", "poster": image.pk, "link": "https://video.example/1"})

    assert "<video" not in html
    assert html.count('href="https://video.example/1"') == 2


@pytest.mark.parametrize("link", ["", "https://video.example/1"])
def test_video_is_one_of_two_kinds(document: Document, link: str) -> None:
    block = VideoBlock()
    value = block.to_python({"title": "录像", "link": link, "recording": document.pk if link else None})

    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_video_with_a_link_is_taken() -> None:
    block = VideoBlock()
    value = block.to_python({"title": "录像", "link": "https://video.example/1"})

    assert block.clean(value)["link"] == "https://video.example/1"


@pytest.mark.parametrize("address", ["/courses/", "https://example.com/a"])
def test_address_is_a_path_or_a_whole_address(address: str) -> None:
    assert AddressBlock().clean(address) == address


@pytest.mark.parametrize("address", ["", "courses", "javascript:alert(1)"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        AddressBlock().clean(address)
