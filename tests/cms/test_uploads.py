"""Pictures and documents that editors upload through Wagtail: what is refused is said, and nothing of it is kept."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from django.test import Client
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, UploadedFile

from lms.accounts.models import User
from tests.conftest import signed_in

PLAIN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 5" width="5" height="5"><rect width="5" height="5"/></svg>'
)
ACTIVE = PLAIN.replace(b"<rect", b"<script>alert(1)</script><rect")


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(course_manager: User) -> Client:
    return signed_in(course_manager)


def _png() -> bytes:
    file = BytesIO()
    Picture.new("RGB", (8, 8), "navy").save(file, "PNG")
    return file.getvalue()


def _half(format_: str) -> bytes:
    file = BytesIO()
    Picture.effect_noise((400, 300), 80).save(file, format_)
    return file.getvalue()[: file.tell() // 2]


def _upload(editor: Client, kind: str, file: tuple[str, bytes]) -> str:
    """The page that answers."""
    form = {
        "title": "会议资料",
        "file": SimpleUploadedFile(*file),
        "collection": Collection.objects.get(depth=1).pk,
        "tags": "",
    }
    return editor.post(f"/cms/{kind}/add/", form).text


def _stored(file: FieldFile) -> bytes:
    with file.open() as stored:
        return bytes(stored.read())


def _nothing_is_kept(media: Path) -> bool:
    rows = Document.objects.exists() or Image.objects.exists() or UploadedFile.objects.exists()
    return not rows and not [file for file in media.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("handout.pdf", b"%PDF-1.7\n"),
        ("slides.pptx", b"PK\x03\x04"),
        ("lecture.vtt", b"WEBVTT\n"),
    ],
)
def test_genuine_document_is_kept(editor: Client, name: str, content: bytes) -> None:
    _upload(editor, "documents", (name, content))

    assert _stored(Document.objects.get().file) == content


@pytest.mark.parametrize(("name", "content"), [("seal.png", _png()), ("seal.svg", PLAIN)])
def test_genuine_picture_is_kept(editor: Client, name: str, content: bytes) -> None:
    _upload(editor, "images", (name, content))

    assert _stored(Image.objects.get().file) == content


@pytest.mark.parametrize(
    ("kind", "file", "sentence"),
    [
        ("documents", ("setup.exe", b"MZ\x90"), "Files of this type are not taken here."),
        ("documents", ("page.html", b"<script>alert(1)</script>"), "Files of this type are not taken here."),
        ("documents", ("handout.pdf", b"MZ\x90\x00"), "The file is named .pdf but holds something else."),
        ("documents", ("handout.pdf", b"<html><script>alert(1)</script>"), "The file is named .pdf but holds"),
        ("documents", ("lecture.mp4", _png()), "The file is named .mp4 but holds something else."),
        ("images", ("seal.svg", ACTIVE), "This picture holds a script or points to another place."),
        ("images", ("seal.png", ACTIVE), "Not a valid .png image."),
        ("images", ("seal.png", b"MZ\x90\x00"), "Upload a valid image."),
        ("images", ("seal.tiff", _png()), "Not a supported image format."),
        ("images", ("hall.jpg", _half("JPEG")), "This picture breaks off before its end."),
        ("images", ("hall.gif", _half("GIF")), "This picture breaks off before its end."),
        ("images", ("hall.png", _half("PNG")), "This picture breaks off before its end."),
    ],
)
def test_wrong_type_is_refused_with_a_sentence(
    editor: Client, media: Path, kind: str, file: tuple[str, bytes], sentence: str
) -> None:
    assert sentence in _upload(editor, kind, file)
    assert _nothing_is_kept(media)


def test_document_over_the_limit_is_refused_with_both_sizes(
    editor: Client, media: Path, settings: LazySettings
) -> None:
    assert settings.WAGTAILDOCS_MAX_UPLOAD_SIZE > 0
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024

    page = _upload(editor, "documents", ("handout.pdf", b"%PDF-1.7\n" + b"0" * 2048))

    assert "This file is too big (2.0\xa0KB). Maximum filesize 1.0\xa0KB." in page
    assert _nothing_is_kept(media)


def test_picture_over_the_limit_is_refused_with_both_sizes(editor: Client, media: Path, settings: LazySettings) -> None:
    assert settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE > 0
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1024

    page = _upload(editor, "images", ("seal.svg", PLAIN + b" " * 2048))

    assert "This file is too big (2.1\xa0KB). Maximum filesize 1.0\xa0KB." in page
    assert _nothing_is_kept(media)


@pytest.mark.parametrize(
    ("kind", "file", "sentence"),
    [
        ("documents", ("handout.pdf", b"MZ\x90\x00"), "The file is named .pdf but holds something else."),
        ("images", ("seal.svg", ACTIVE), "This picture holds a script"),
    ],
)
def test_many_at_once_are_checked_each(
    editor: Client, media: Path, kind: str, file: tuple[str, bytes], sentence: str
) -> None:
    answer = editor.post(
        f"/cms/{kind}/multiple/add/",
        {"files[]": SimpleUploadedFile(*file)},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()

    assert answer["success"] is False
    assert sentence in answer["error_message"]
    assert _nothing_is_kept(media)


@pytest.mark.parametrize("kind", settings.WAGTAILDOCS_EXTENSIONS)
def test_every_kind_of_document_is_judged_by_its_content(editor: Client, media: Path, kind: str) -> None:
    assert "holds something else." in _upload(editor, "documents", (f"handout.{kind}", b"MZ\x90\x00"))
    assert _nothing_is_kept(media)
