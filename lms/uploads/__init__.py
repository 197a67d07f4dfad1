"""What people send in files: how much of it is taken, and whether it is what its name says. Every upload passes here."""

from lms.uploads.archives import ArchiveTooLarge, require_modest_archive
from lms.uploads.files import UploadRefused, UploadTooLarge, UploadWrongType, require_kind, require_size
from lms.uploads.json_text import read_json
from lms.uploads.pictures import PictureActive, PictureIncomplete, require_plain_picture, require_whole_picture
from lms.uploads.workbooks import cell_text, plain, read_workbook, words_in_any_language

__all__ = [
    "ArchiveTooLarge",
    "PictureActive",
    "PictureIncomplete",
    "UploadRefused",
    "UploadTooLarge",
    "UploadWrongType",
    "cell_text",
    "plain",
    "read_json",
    "read_workbook",
    "require_kind",
    "require_modest_archive",
    "require_plain_picture",
    "require_size",
    "require_whole_picture",
    "words_in_any_language",
]
