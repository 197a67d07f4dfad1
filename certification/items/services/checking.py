"""A file of items in two steps: it is checked and kept, then what was shown of it is imported, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.items.models import ImportCheck
from certification.items.services.files import import_items
from certification.items.services.planning import ImportPlan, plan_import
from certification.items.sheets import Sheet, read_sheet
from lms.accounts.models import User
from lms.errors import DomainError
from lms.uploads import UploadRefused, read_json, require_kind, require_modest_archive, require_size

FILE_LIMIT = 5 * 1024 * 1024
UNPACKED_LIMIT = 40 * 1024 * 1024
MOST_ROWS = 2000
# Twice what so many items need.
MOST_TAGS = 500_000
LAPSES_AFTER = timedelta(hours=1)


class CheckLapsed(DomainError):
    message = gettext_lazy("This check has lapsed, or you have checked another file since. Check the file again.")
    status = 410


@dataclass(frozen=True)
class Preview:
    check: ImportCheck
    plan: ImportPlan


def check_file(*, upload: "File[bytes]", author: User, now: datetime) -> ImportCheck:
    """Nothing is imported yet. A writer has one file waiting: another takes its place."""
    require_size(upload, limit=FILE_LIMIT)
    kind = require_kind(upload, kinds=("json", "xlsx"))
    content = upload.read()
    sheet = _read_json_rows(content) if kind == "json" else _read_workbook(content)
    if not sheet.rows:
        raise UploadRefused(_("The file holds no items. Choose the one you meant."))
    if len(sheet.rows) > MOST_ROWS:
        raise UploadRefused(
            _("The file holds more than %(most)d items. Split it into several files.") % {"most": MOST_ROWS}
        )
    plan = plan_import(sheet.rows, numbers=sheet.numbers)
    return _keep(plan, file_name=(upload.name or "")[-100:], author=author, now=now)


@transaction.atomic
def preview_import(*, digest: str, author: User, now: datetime) -> Preview:
    """What would be imported now. When the bank has changed since the check, the check is of today's effect from here on."""
    check = _standing_check(digest, author, now)
    plan = plan_import(check.rows)
    if check.imported_at is None and plan.digest() != check.digest:
        check = _keep(plan, file_name=check.file_name, author=author, now=now)
    return Preview(check, plan)


@transaction.atomic
def import_checked_file(*, digest: str, author: User, now: datetime) -> ImportCheck:
    """Imports what ``digest`` stands for; asked again, it tells what was imported and does nothing."""
    check = _standing_check(digest, author, now)
    if check.imported_at is None:
        import_items(rows=check.rows, author=author, now=now, expected=digest)
        check.imported_at = now
        check.rows = []
        check.save(update_fields=["imported_at", "rows"])
    return check


def _standing_check(digest: str, author: User, now: datetime) -> ImportCheck:
    check = ImportCheck.objects.select_for_update().filter(author=author, digest=digest).first()
    if check is None or check.checked_at + LAPSES_AFTER < now:
        raise CheckLapsed
    return check


def _keep(plan: ImportPlan, *, file_name: str, author: User, now: datetime) -> ImportCheck:
    values = {
        "file_name": file_name,
        "digest": plan.digest(),
        "rows": [row.values() for row in plan.all_rows],
        "checked_at": now,
        "imported_at": None,
        "created": len(plan.created),
        "revised": len(plan.revised),
        "unchanged": len(plan.unchanged),
    }
    check, _created = ImportCheck.objects.update_or_create(author=author, defaults=values)
    return check


def _read_json_rows(content: bytes) -> Sheet:
    rows: Any = read_json(content)
    if not isinstance(rows, list):
        raise UploadRefused(_("The file is not a list of items. It begins with [ and ends with ]."))
    return Sheet(rows, list(range(1, len(rows) + 1)))


def _read_workbook(content: bytes) -> Sheet:
    require_modest_archive(content, limit=UNPACKED_LIMIT, most_tags=MOST_TAGS)
    return read_sheet(content, most_rows=MOST_ROWS)
