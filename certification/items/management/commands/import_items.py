import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.items.services import Import, approve_revisions, import_items
from lms.accounts.models import User
from lms.errors import DomainError


class Command(BaseCommand):
    help = "Imports items from a JSON file as drafts; all of its rows or, when one is wrong, none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--author", required=True, metavar="EMAIL", help=_("who wrote the items"))
        parser.add_argument(
            "--approve-as",
            metavar="EMAIL",
            help=_("another person, in whose name every new revision is reviewed and approved"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        author = _person(options["author"])
        reviewer = _person(options["approve_as"]) if options["approve_as"] else None
        now = timezone.now()
        rows = _read(options["file"])
        try:
            with transaction.atomic():
                outcome = import_items(rows=rows, author=author, now=now)
                approved = _approve(outcome, reviewer, now) if reviewer else 0
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(outcome, approved)

    def _report(self, outcome: Import, approved: int) -> None:
        self.stdout.write(
            _("%(created)d created, %(revised)d revised, %(unchanged)d unchanged; %(approved)d approved.")
            % {
                "created": len(outcome.created),
                "revised": len(outcome.revised),
                "unchanged": len(outcome.unchanged),
                "approved": approved,
            }
        )


def _approve(outcome: Import, reviewer: User, now: datetime) -> int:
    return approve_revisions(revisions=outcome.drafts, reviewer=reviewer, comment="", now=now)


def _person(email: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(_("Nobody signs in as %(email)s.") % {"email": email})
    return person


def _read(path: Path) -> list[Any]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise CommandError(_("%(file)s cannot be read: %(problem)s") % {"file": path, "problem": problem}) from problem
    if not isinstance(rows, list):
        raise CommandError(_("%(file)s is not a list of items.") % {"file": path})
    return rows
