from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from lms.audit.chain import check_chain
from lms.audit.guards import TRAIL
from lms.audit.models import AuditSeal
from lms.audit.queries import links, overdue, unsealed


class Command(BaseCommand):
    help = "Checks the audit trail: every link of the chain, the entries that wait for their seal, the triggers that guard it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--contains",
            metavar="HASH",
            help="a head noted earlier elsewhere: fails where the chain has lost it, as it does when its end is cut off",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check = check_chain(links().iterator(chunk_size=2000))
        waiting, late = unsealed().count(), overdue(timezone.now()).count()
        self.stdout.write(f"{check.links} links hold; the head is {check.head}")
        if waiting:
            self.stdout.write(f"{waiting} entries wait for their seal, {late} of them for more than 10 minutes")
        faults = []
        if check.broken:
            faults.append(
                f"link {check.broken.sequence} (entry {check.broken.entry_id}) is broken: {check.broken.reason}"
            )
        if late:
            faults.append(
                f"{late} entries have no seal though they should, the first is {overdue(timezone.now())[0].pk}"
            )
        if options["contains"] and not AuditSeal.objects.filter(hash=options["contains"]).exists():
            faults.append("the head noted earlier is no longer in the chain")
        faults += [f"the trigger {name} is missing" for name in TRAIL.missing(connection)]
        if faults:
            raise CommandError("\n".join(faults), returncode=1)
