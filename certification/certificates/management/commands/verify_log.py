from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from certification.certificates.log.check import check_log
from certification.certificates.log.guards import LOG
from certification.certificates.log.queries import overdue_events, published_keys, waiting_events
from certification.certificates.transparency.notes import Checkpoint, open_note, read_checkpoint, read_verifier_key


class Command(BaseCommand):
    help = (
        "Checks the transparency log: every entry against what it records, every hash, every signed head, the triggers that guard it. "
        "Names the first thing that does not agree."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="FILE",
            type=Path,
            action="append",
            default=[],
            help="a signed head noted earlier, elsewhere: fails where the log has not grown from it; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check = check_log([_read_head(file) for file in options["head"]])
        self.stdout.write(f"{check.size} entries hold, {check.heads} signed heads agree; the root is {check.root}")
        now = timezone.now()
        waiting, late = waiting_events().count(), overdue_events(now).count()
        if waiting:
            self.stdout.write(f"{waiting} events wait for their entry, {late} of them for more than 10 minutes")
        faults = [check.fault] if check.fault else []
        if late:
            faults.append(f"{late} events have no entry though they should, the first is {overdue_events(now)[0].pk}")
        faults += [f"the trigger {name} is missing" for name in LOG.missing(connection)]
        if faults:
            raise CommandError("\n".join(faults), returncode=1)


def _read_head(file: Path) -> Checkpoint:
    keys = [read_verifier_key(key) for key in published_keys()]
    try:
        return read_checkpoint(open_note(file.read_text(), keys))
    except Exception as error:
        raise CommandError(f"{file}: {error}", returncode=2) from error
