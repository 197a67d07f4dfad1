import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.uploads import UploadRefused, UploadTooLarge, UploadWrongType, require_kind, require_size

GENUINE = {
    "pdf": b"%PDF-1.7\n",
    "docx": b"PK\x03\x04...",
    "xlsx": b"PK\x03\x04...",
    "zip": b"PK\x03\x04...",
    "mp4": b"\x00\x00\x00\x20ftypisom",
    "webm": b"\x1aE\xdf\xa3...",
    "vtt": b"\xef\xbb\xbfWEBVTT\n",
    "json": b"\xef\xbb\xbf \n[]",
}


def test_size_at_the_limit_is_taken() -> None:
    require_size(ContentFile(b"12345"), limit=5)


def test_size_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(UploadTooLarge) as refusal:
        require_size(ContentFile(b"1" * 2048), limit=1024)

    assert refusal.value.status == 413
    assert str(refusal.value).replace("\xa0", " ").startswith("The file is too large: 2.0 KB, and at most 1.0 KB are")


@pytest.mark.parametrize(("kind", "content"), GENUINE.items())
def test_genuine_file_is_known_by_its_content(kind: str, content: bytes) -> None:
    upload = SimpleUploadedFile(f"Any Name.{kind.upper()}", content)

    assert require_kind(upload, kinds=[kind]) == kind
    assert upload.tell() == 0


@pytest.mark.parametrize("kind", GENUINE)
@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03", b"\x89PNG\r\n\x1a\n", b"<script>alert(1)</script>"])
def test_file_that_only_has_the_name_is_refused(kind: str, content: bytes) -> None:
    with pytest.raises(UploadWrongType) as refusal:
        require_kind(SimpleUploadedFile(f"name.{kind}", content), kinds=[kind])

    assert refusal.value.status == 415
    assert str(refusal.value).startswith(f"The file is named .{kind} but holds something else.")


@pytest.mark.parametrize("name", ["items.exe", "items", "items.json.exe", ".json"])
def test_other_endings_are_refused_whatever_they_hold(name: str) -> None:
    with pytest.raises(UploadWrongType, match=r"Choose one of: \.json, \.xlsx\."):
        require_kind(SimpleUploadedFile(name, b"[]"), kinds=["json", "xlsx"])


def test_workbook_behind_a_password_is_told_so() -> None:
    upload = SimpleUploadedFile("items.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    with pytest.raises(UploadWrongType, match=r"Save it as \.xlsx without a password\."):
        require_kind(upload, kinds=["xlsx"])


def test_empty_file_is_refused() -> None:
    with pytest.raises(UploadRefused, match="The file is empty"):
        require_kind(SimpleUploadedFile("items.json", b""), kinds=["json"])
