"""Office files are zip archives: what one unpacks to is known, and bounded, before anything reads it."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from lms.uploads.files import UploadRefused, UploadWrongType

_MOST_PARTS = 500
_ENCRYPTED = 0x1
# How office programs pack; the other ways fail in ways of their own.
_PACKED = {ZIP_STORED, ZIP_DEFLATED}
# XML comes in either encoding.
_DECLARATION = [b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be")]


class ArchiveTooLarge(UploadRefused):
    status = 413


def require_modest_archive(content: bytes, *, limit: int, most_tags: int) -> None:
    """``limit``: bytes of all parts together, unpacked; ``most_tags``: of their XML, which is what parsing takes its time for.

    No part may declare entities, so none can grow while it is parsed.
    """
    tags = 0
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _require_plain(parts, limit)
            # A part cannot hold more than it declares: zipfile stops there.
            for part in parts:
                text = archive.read(part)
                tags += text.count(b"<")
                if any(declaration in text for declaration in _DECLARATION):
                    raise UploadWrongType(_("The file holds declarations that no office program writes. Save it anew."))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as broken:
        raise UploadWrongType(_("The file is damaged. Open it in your office program and save it anew.")) from broken
    if tags > most_tags:
        raise ArchiveTooLarge(
            _(
                "The file has more cells and formatting than are taken. Copy the values alone into a new file, or split it."
            )
        )


def _require_plain(parts: list[ZipInfo], limit: int) -> None:
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > limit:
        raise ArchiveTooLarge(
            _(
                "Unpacked, the file is larger than the %(limit)s that are taken. Remove pictures and empty lines, or split it."
            )
            % {"limit": filesizeformat(limit)}
        )
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UploadWrongType(_("The file is protected by a password. Save it without one."))
    if any(part.compress_type not in _PACKED for part in parts):
        raise BadZipFile("No office program packs like this.")
