import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.items.documents import rows_of
from certification.items.enums import RevisionState
from certification.items.queries import revisions_for_list
from certification.items.services import record_export
from lms.accounts.models import User


class Command(BaseCommand):
    help = "Writes the revisions of one state to a JSON file that import_items reads. The file holds the keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", required=True, dest="email", metavar="EMAIL", help=_("who takes the items out"))
        parser.add_argument("--state", choices=RevisionState.values, default=RevisionState.APPROVED.value)

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(_("Nobody signs in as %(email)s.") % {"email": options["email"]})
        rows = rows_of(revisions_for_list().filter(state=options["state"]).order_by("item__code", "number"))
        options["file"].write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        record_export(exported_by=person, count=len(rows), file_type="json", now=timezone.now())
        self.stdout.write(_("%(count)d items written to %(file)s.") % {"count": len(rows), "file": options["file"]})
