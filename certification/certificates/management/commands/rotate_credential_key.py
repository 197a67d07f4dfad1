from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certification.certificates.services import rotate_credential_key
from lms.errors import DomainError


class Command(BaseCommand):
    help = "Takes up a new key for credentials and retires the one in use, which stays published for what it signed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", default="", help="a key that lies in SIGNING_KEY_DIR already: credential-….pem")
        parser.add_argument("--test", action="store_true", help="make a key whose credentials say that they are tests")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = rotate_credential_key(now=timezone.now(), file_name=options["file"], is_test=options["test"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Credentials are signed with {key} from now on. Keep its file in the backup of keys.")
