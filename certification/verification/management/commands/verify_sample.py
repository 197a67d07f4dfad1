from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certification.verification.queries import faults_of
from certification.verification.services import check_register
from certification.verification.tasks import NIGHTLY_SAMPLE


class Command(BaseCommand):
    help = (
        "Verifies a sample of everything issued: the file in the storage, its signature, the credential's proof, the place in the status list, the "
        "lines in the public log. Keeps what it found, tells staff, and ends with 1 where something does not hold. Beat runs it every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument("--sample", type=int, default=NIGHTLY_SAMPLE, help="how many, drawn by lot")
        chosen.add_argument("--all", action="store_true", help="every certificate")

    def handle(self, *args: Any, **options: Any) -> None:
        sample = None if options["all"] else max(0, options["sample"])
        run = check_register(sample=sample, now=timezone.now(), clock=timezone.now)
        self.stdout.write(f"{run.certificates} certificates checked, {run.faults} faults")
        if run.faults:
            lines = [f"{fault.certificate.number} {fault.part}: {fault.problem}" for fault in faults_of(run)]
            raise CommandError("\n".join(lines), returncode=1)
