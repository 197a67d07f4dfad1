from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from certification.certificates.log.keys import TEST_MARK, make_log_key


class Command(BaseCommand):
    help = "Makes the key that signs the transparency log’s heads, where there is none. Its name is the log’s identity for ever."
    # Runs before there are tables.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        site = urlsplit(settings.SITE_URL).netloc
        parser.add_argument("--name", default=f"{site}/log", help="host and path, without a scheme (%(default)s)")
        parser.add_argument("--test", action="store_true", help="marks the log, and every proof from it, as a test")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.SIGNING_KEY_DIR)
        name = f"{options['name']}/{TEST_MARK}" if options["test"] else options["name"]
        verifier = make_log_key(folder, name=name)
        if verifier is None:
            self.stdout.write(f"There is a log key in {folder} already; nothing was made.")
        else:
            self.stdout.write(
                f"A log key was made in {folder}. Publish its public half, and keep it yourself:\n{verifier}"
            )
