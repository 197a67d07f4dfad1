from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.services import reencrypt_id_numbers


class Command(BaseCommand):
    help = "Writes every ID number again with the first of FIELD_ENCRYPTION_KEYS. Can be stopped and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = reencrypt_id_numbers()
        self.stdout.write(f"{done.rewritten} written again, {done.current} had the first key already.")
        if done.unreadable:
            rows = ", ".join(str(key) for key in done.unreadable)
            raise CommandError(
                f"No key of FIELD_ENCRYPTION_KEYS reads the ID number of practitioner {rows}. Add the key that wrote it and run this again."
            )
        self.stdout.write("The keys behind the first one are needed no more.")
