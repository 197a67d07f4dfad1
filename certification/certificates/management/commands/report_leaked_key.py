from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certification.certificates.services.credential_keys import report_leaked_key
from lms.errors import DomainError


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("write it as 2026-11-20T08:00:00") from error
    return moment if moment.tzinfo else timezone.make_aware(moment)


class Command(BaseCommand):
    help = "Says that a key for credentials is in other hands: what it signs from then on is believed no more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="the public key, z6Mk…, as in /.well-known/did.json")
        parser.add_argument("--since", type=_moment, required=True, help="the earliest moment; 2026-11-20T08:00:00")
        parser.add_argument("--file", default="", help="its successor, if it lies in SIGNING_KEY_DIR already")
        parser.add_argument("--test", action="store_true", help="make a successor whose credentials are tests")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = report_leaked_key(
                public_key=options["key"],
                leaked_at=options["since"],
                now=timezone.now(),
                file_name=options["file"],
                is_test=options["test"],
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{report.key} counts as leaked since {report.key.leaked_at:%Y-%m-%d %H:%M %Z}.")
        numbers = list(report.unwitnessed.order_by("pk").values_list("certificate__number", flat=True))
        if not numbers:
            self.stdout.write("The log had all that it signed before: every credential stays good.")
            return
        self.stdout.write(f"{len(numbers)} credentials are good no more; reissue these certificates at the desk:")
        self.stdout.write("\n".join(numbers))
