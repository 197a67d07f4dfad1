import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.papers.services import import_blueprint
from lms.errors import DomainError


class Command(BaseCommand):
    help = "Imports blueprints from a JSON file; what has changed becomes a further version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            blueprints = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as problem:
            raise CommandError(
                _("%(file)s cannot be read: %(problem)s") % {"file": options["file"], "problem": problem}
            ) from problem
        now = timezone.now()
        try:
            with transaction.atomic():
                imported = [import_blueprint(data=data, now=now) for data in blueprints]
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(", ".join(str(blueprint) for blueprint in imported))
