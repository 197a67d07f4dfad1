"""What people send in files: how much of it is taken, and whether it is what its name says. Every upload passes here."""

from lms.uploads.archives import ArchiveTooLarge, require_modest_archive
from lms.uploads.files import UploadRefused, UploadTooLarge, UploadWrongType, require_kind, require_size
from lms.uploads.json_text import read_json
from lms.uploads.pictures import PictureActive, require_plain_picture

__all__ = [
    "ArchiveTooLarge",
    "PictureActive",
    "UploadRefused",
    "UploadTooLarge",
    "UploadWrongType",
    "read_json",
    "require_kind",
    "require_modest_archive",
    "require_plain_picture",
    "require_size",
]
