"""The size of an upload, and its type by what it holds: a name alone proves nothing."""

from collections.abc import Callable, Collection
from pathlib import PurePath

from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from lms.errors import DomainError

_HEAD = 1024
_OFFICE = {"docx", "pptx", "xlsx"}
_ZIP = b"PK\x03\x04"
# How Microsoft's older documents begin, and newer ones behind a password.
_COMPOUND_DOCUMENT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MARK = b"\xef\xbb\xbf"
_BEGINNINGS: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda head: b"%PDF-" in head,
    "zip": lambda head: head.startswith(_ZIP),
    "docx": lambda head: head.startswith(_ZIP),
    "pptx": lambda head: head.startswith(_ZIP),
    "xlsx": lambda head: head.startswith(_ZIP),
    "mp4": lambda head: head[4:8] == b"ftyp",
    "webm": lambda head: head.startswith(b"\x1aE\xdf\xa3"),
    "vtt": lambda head: head.removeprefix(_TEXT_MARK).startswith(b"WEBVTT"),
    "json": lambda head: head.removeprefix(_TEXT_MARK).lstrip()[:1] in {b"[", b"{"},
}


class UploadRefused(DomainError):
    status = 400


class UploadTooLarge(UploadRefused):
    status = 413

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(
            _("The file is too large: %(size)s, and at most %(limit)s are taken. Split it, or make it smaller.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )


class UploadWrongType(UploadRefused):
    status = 415


def require_size(upload: "File[bytes]", *, limit: int) -> None:
    """``limit`` in bytes."""
    if upload.size > limit:
        raise UploadTooLarge(size=upload.size, limit=limit)


def require_kind(upload: "File[bytes]", *, kinds: Collection[str]) -> str:
    """The ending of the file's name, without its dot, once the content has been seen to be of that kind."""
    kind = PurePath(upload.name or "").suffix.lower().removeprefix(".")
    if kind not in kinds:
        wanted = ", ".join(f".{name}" for name in kinds)
        raise UploadWrongType(_("Files of this type are not taken here. Choose one of: %(kinds)s.") % {"kinds": wanted})
    upload.seek(0)
    head = upload.read(_HEAD)
    upload.seek(0)
    if not head:
        raise UploadRefused(_("The file is empty. Choose the one you meant."))
    if kind in _OFFICE and head.startswith(_COMPOUND_DOCUMENT):
        raise UploadWrongType(
            _("The file is protected by a password or has an older format. Save it as .%(kind)s without a password.")
            % {"kind": kind}
        )
    if not _BEGINNINGS[kind](head):
        raise UploadWrongType(
            _(
                "The file is named .%(kind)s but holds something else. Choose the right file, or save it anew as .%(kind)s."
            )
            % {"kind": kind}
        )
    return kind
